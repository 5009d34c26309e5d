// Generated from docs/guide by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-guide.ts, with marked.

/** A page of the handbook. `html` is its content, without the navigation. */
export interface GuidePage {
  readonly page: string;
  readonly title: string;
  readonly html: string;
}

/** All pages, in the order of the navigation. */
export const GUIDE: readonly GuidePage[] = [
  {
    page: 'getting-started',
    title: `Getting started`,
    html: `<h1 id="getting-started">Getting started</h1>
<p>This page creates a guest, starts it and powers it off. You need a running service (<code>make run</code>, or
<code>GUESTHOUSE_BACKEND=fake make run</code> if you have no hypervisor) and curl 7.84 or newer. Run the commands in the folder
from which you started the service: its data folder contains the token of an administrator.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<p>Every page of this handbook starts with these lines. <code>api PATH</code> sends a request with the token, and fails if the
response is a fault.</p>
<h2 id="look-around">Look around</h2>
<p>The index links to every collection. Most collections are empty after the first start, but there is one host:</p>
<pre><code class="language-sh">api /v1
api &#39;/v1/hosts?fields=name,backend,state&#39;
</code></pre>
<pre><code class="language-json">{&quot;hosts&quot;: [{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;…&quot;, &quot;backend&quot;: &quot;fake&quot;, &quot;state&quot;: &quot;up&quot;, &quot;links&quot;: […]}],
 &quot;markers&quot;: {&quot;prev&quot;: null, &quot;next&quot;: null}}
</code></pre>
<h2 id="create-a-guest">Create a guest</h2>
<p>Creating a guest takes a moment. With <code>Prefer: wait=30</code>, the service responds when the work has ended, or after 30
seconds:</p>
<pre><code class="language-sh">api /v1/guests -H &#39;Prefer: wait=30&#39; --json &#39;{
  &quot;name&quot;: &quot;web-1&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 256,
  &quot;disks&quot;: [{&quot;size_mib&quot;: 64}], &quot;nics&quot;: [{}],
  &quot;metadata&quot;: {&quot;tier&quot;: &quot;front&quot;}}&#39;
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;state&quot;: &quot;stopped&quot;, &quot;power_state&quot;: &quot;off&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 256, …}
</code></pre>
<p>This guest has an empty disk. A guest that boots an operating system needs images: the tour in the README
uploads a kernel and an initrd.</p>
<h2 id="start-it-and-stop-it">Start it and stop it</h2>
<pre><code class="language-sh">api /v1/guests/web-1/start -X POST -H &#39;Prefer: wait=30&#39;
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;state&quot;: &quot;running&quot;, &quot;power_state&quot;: &quot;on&quot;, …}
</code></pre>
<p>Without <code>Prefer</code>, the response is a 202 that names the operation, and the work continues in the background. See
<a href="/docs/guide/waiting">Waiting</a>.</p>
<pre><code class="language-sh">api /v1/guests/web-1/poweroff -X POST -H &#39;Prefer: wait=30&#39;
api &#39;/v1/operations?search=subject.name=web-1&amp;fields=kind,state&#39;
</code></pre>
<pre><code class="language-json">{&quot;operations&quot;: [
  {&quot;id&quot;: &quot;…&quot;, &quot;kind&quot;: &quot;guest.create&quot;, &quot;state&quot;: &quot;succeeded&quot;, &quot;links&quot;: […]},
  {&quot;id&quot;: &quot;…&quot;, &quot;kind&quot;: &quot;guest.start&quot;, &quot;state&quot;: &quot;succeeded&quot;, &quot;links&quot;: […]},
  {&quot;id&quot;: &quot;…&quot;, &quot;kind&quot;: &quot;guest.poweroff&quot;, &quot;state&quot;: &quot;succeeded&quot;, &quot;links&quot;: […]}],
 &quot;markers&quot;: {&quot;prev&quot;: null, &quot;next&quot;: null}}
</code></pre>
<p><code>DELETE /v1/guests/web-1</code> would remove the guest and its disks. The other pages use this guest, so keep it.</p>
<h2 id="generate-a-client">Generate a client</h2>
<p><code>generated/client.ts</code> is a typed client for TypeScript. For other languages, generate one from the contract, which the
service serves as JSON and as YAML:</p>
<pre><code class="language-sh">api /v1/openapi.json -o /tmp/openapi.json
</code></pre>
`,
  },
  {
    page: 'conventions',
    title: `Conventions`,
    html: `<h1 id="conventions">Conventions</h1>
<p>This page describes what all requests and responses have in common.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="members">Members</h2>
<ul>
<li>Names are in snake_case.</li>
<li>Times are RFC 3339 in UTC with milliseconds: <code>2026-11-20T09:30:00.000Z</code>.</li>
<li>The name of a size contains its unit: <code>memory_mib</code>, <code>size_bytes</code>.</li>
<li>A response always has every member; a member without a value is <code>null</code>.</li>
<li>Responses can gain members in any version. Ignore the members that you do not know.</li>
<li>Requests are checked strictly: unknown members and unknown query parameters are rejected (400 <code>VALIDATION_FAILED</code>).</li>
<li>A JSON body can have at most 1 MiB and 2,000 values. It must be UTF-8 without an encoding such as gzip, and must not
have two members with the same name or a number beyond 2^53 − 1; see <a href="/docs/guide/http-conformance#text">HTTP conformance</a>.</li>
</ul>
<h2 id="paths">Paths</h2>
<p>Ids are opaque. In a path you can name a guest, an image, a host, a network, a project, a user or a group by its id or by its name.
A role has only a name; an operation, a token and a permission can be named only by their ids. A new name cannot contain
<code>#</code>, <code>%</code>, <code>;</code>, <code>?</code>, <code>\\</code> or <code>/</code>, because a client that does not encode them would reach another resource: <code>web#2</code> would
lead to <code>web</code>. A name that an earlier version accepted stays valid until it is changed. Name such a resource by its id,
or encode the name, and rename it; the service lists such names in its log when it starts. Every other character must be
encoded as usual (a space as <code>%20</code>). A path that names no
existing resource is rejected with 404, never with 400. One trailing slash is ignored: <code>/v1/guests/</code> is the same as
<code>/v1/guests</code>. Documentation pages redirect instead: <code>/docs/</code> redirects to <code>/docs</code>.</p>
<pre><code class="language-sh">api &#39;/v1/guests/web-1?fields=name,state&#39;
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;state&quot;: &quot;stopped&quot;, &quot;links&quot;: […]}
</code></pre>
<h2 id="links">Links</h2>
<p>The member <code>href</code> of a resource is an absolute path. The header <code>Location</code> and the <code>href</code> of a link are absolute URLs.
The links of a resource:</p>
<div class="table"><table>
<thead>
<tr>
<th><code>rel</code></th>
<th>leads to</th>
</tr>
</thead>
<tbody><tr>
<td><code>self</code></td>
<td>the resource in this version of the API</td>
</tr>
<tr>
<td><code>bookmark</code></td>
<td>the resource in the current version of the API, whichever that is</td>
</tr>
<tr>
<td><code>up</code></td>
<td>the resource that contains this one. A permission has this link instead of <code>bookmark</code></td>
</tr>
</tbody></table></div>
<h2 id="fewer-members">Fewer members</h2>
<p><code>fields=name,state</code> limits a response to these members. The response also contains the <code>id</code> and <code>links</code> of each
resource, or its <code>name</code> if it has no id. <code>fields</code> works for lists and for single resources.</p>
<h2 id="caches">Caches</h2>
<p>Every response has <code>Cache-Control</code>:</p>
<div class="table"><table>
<thead>
<tr>
<th>response</th>
<th><code>Cache-Control</code></th>
<th>also</th>
</tr>
</thead>
<tbody><tr>
<td>resources, lists, and everything else that needs a credential</td>
<td><code>private, no-cache</code></td>
<td><code>Vary</code> names the headers that identify the caller and the project</td>
</tr>
<tr>
<td>a new token, with its secret</td>
<td><code>no-store</code></td>
<td></td>
</tr>
<tr>
<td>a stream of events</td>
<td><code>no-store</code></td>
<td><code>X-Accel-Buffering: no</code>, so that nginx passes each event on immediately</td>
</tr>
<tr>
<td>the contract and the pages of <code>/docs</code></td>
<td><code>public, no-cache</code></td>
<td><code>ETag</code>: send it in <code>If-None-Match</code>, and the response is 304 if it is current</td>
</tr>
<tr>
<td>faults, redirects, versions, <code>/healthz</code> and <code>/readyz</code></td>
<td><code>no-store</code></td>
<td></td>
</tr>
</tbody></table></div>
<p><code>no-cache</code> means that a cache must ask the service before it uses a stored response.</p>
<h2 id="request-ids">Request ids</h2>
<p>Every response has the header <code>X-Request-ID</code>, and the log of the service has the same id. You can send your own id: 1 to
128 of the characters <code>A-Z a-z 0-9 . _ -</code>. The service replaces any other id.</p>
<pre><code class="language-sh">curl -sS -i -H &#39;X-Request-ID: build-7.run_1&#39; $GUESTHOUSE/healthz
</code></pre>
<pre><code class="language-http">HTTP/1.1 200 OK
X-Request-ID: build-7.run_1
</code></pre>
<h2 id="connections">Connections</h2>
<ul>
<li>A client can send requests on one connection without waiting for the responses. Requests with <code>GET</code>, <code>HEAD</code> and
<code>OPTIONS</code> run side by side. Every other request runs after all earlier requests of its connection, and before all
later ones. So a request behind an event stream waits until the stream ends, and a request behind a <code>Prefer: wait</code>
waits until that request has its response. Use another connection for such requests.</li>
<li>At most 16 requests of a connection wait. Then the service stops reading the connection until one of them runs.</li>
<li>After its last request, a client can end its side of the connection (FIN; in TLS, <code>close_notify</code>). It gets all of its
responses, and its event stream continues. If a response takes longer than two seconds, the service checks whether such
a client has gone: it sends <code>100 Continue</code>, or a comment in a stream, and abandons the request of a client that has
gone.</li>
<li>With <code>Expect: 100-continue</code>, the service sends <code>100 Continue</code> only when it will read the body. If the headers suffice
to reject the request, the response is only the rejection. Use it for large uploads.</li>
<li>After a rejection, the service closes the connection if it has not read the whole body. It ends its own side, and
reads and discards what the client still sends. It stops after 30 seconds, after 5 seconds without data, or after 1
GiB. So a client that first sends its whole body can read the rejection.</li>
</ul>
<h2 id="head-options-and-accept">HEAD, OPTIONS and Accept</h2>
<ul>
<li><code>HEAD</code> returns the status and headers of <code>GET</code>, without the body. <code>OPTIONS</code> returns 204 with <code>Allow</code>. Both work for
every path.</li>
<li>In <code>Accept</code>, the service ignores parameters other than <code>q</code>, and media ranges that it cannot read. If <code>Accept</code> names no
media type that the operation can return, but names some JSON type (<code>application/json</code>, or a type that ends in
<code>+json</code>), the service sends its usual response. Otherwise the request is rejected (406).</li>
<li><code>OPTIONS</code> of a path with <code>PATCH</code>, and every 415, list the accepted media types: <code>Accept-Patch</code> for <code>PATCH</code>,
<code>Accept-Post</code> for <code>POST</code>, and in a 415 also <code>Accept</code>. A 415 to a body with <code>Content-Encoding</code> has <code>Accept-Encoding</code>.</li>
<li>If the operator configured cross-origin requests, a preflight request from a listed origin needs no credential, and
returns 204 without <code>Allow</code>.</li>
</ul>
<pre><code class="language-sh">api /v1/guests -I
</code></pre>
`,
  },
  {
    page: 'credentials-and-roles',
    title: `Credentials and roles`,
    html: `<h1 id="credentials-and-roles">Credentials and roles</h1>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="credentials">Credentials</h2>
<p>Send <code>Authorization: Bearer &lt;token&gt;</code> or <code>X-Auth-Token: &lt;token&gt;</code>. If a request has both and they differ, it is rejected
(401 <code>UNAUTHENTICATED</code>).</p>
<p>The first start writes the token of the user <code>admin</code>, an administrator, to the file <code>admin.token</code> in the data folder. To
replace this token, create a new token and delete the old one. If the file is missing, the next start creates a new
token for the same user and makes the user an administrator again, so that a person with access to the machine is never
locked out. The service knows this first user by its id, so you can rename it. If you delete it, the local
user <code>admin</code> becomes the first user at the next start. If there is no such user, the service creates it with the role
<code>admin</code>.</p>
<p>Versions, documentation, the contract, <code>/healthz</code> and <code>/readyz</code> are open: they need no credential. If the operator
configured an OpenID provider or Keystone, their tokens are accepted too (see
&quot;Users of an identity service&quot; below). If the operator configured certificate authorities for clients, every TLS connection also
needs a client certificate, even for open paths.</p>
<h2 id="projects">Projects</h2>
<p>Guests, images, operations and events belong to a <em>project</em>. The first start creates the project <code>default</code>. The service
knows this first project by its id, so you can rename it. If you delete it, the project <code>default</code> becomes the
first project at the next start. If there is no such project, the service creates it.</p>
<p>A token can be bound to one project. With any other credential, the header <code>X-Project-ID</code> names the current project, by
id or name; a project that came from Keystone also by its id there. Some older APIs name the project in the path
instead. Without this header, the current project of an administrator is the first project. For other callers, a
request that needs a project but does not name one is rejected (400 <code>PROJECT_REQUIRED</code>). A request is also rejected if
it names a project that the caller cannot see.</p>
<p>Hosts, networks and zones belong to no project: every caller with a role sees them, and administrators change zones.</p>
<p>Names in paths refer to the current project, and lists show its resources. With <code>all_projects=true</code>, a list shows an
administrator the resources of all projects.</p>
<h2 id="roles">Roles</h2>
<p>A <em>permission</em> grants a user or a group a role, in a project or for one guest. Each role includes the rights of the
previous ones:</p>
<div class="table"><table>
<thead>
<tr>
<th>role</th>
<th>can</th>
</tr>
</thead>
<tbody><tr>
<td><code>viewer</code></td>
<td>see the resources of the project</td>
</tr>
<tr>
<td><code>operator</code></td>
<td>start and stop guests, cancel operations</td>
</tr>
<tr>
<td><code>member</code></td>
<td>create, change and delete guests and images</td>
</tr>
<tr>
<td><code>owner</code></td>
<td>grant and revoke roles</td>
</tr>
<tr>
<td><code>admin</code></td>
<td>do everything in every project</td>
</tr>
</tbody></table></div>
<p>Permissions for one guest can have the roles <code>viewer</code>, <code>operator</code> and <code>member</code>. Each operation of the contract names the
right that it needs (<code>x-right</code>), and <code>GET /v1/roles</code> lists the rights of each role:</p>
<pre><code class="language-sh">api &#39;/v1/roles?fields=name,rights&#39;
</code></pre>
<ul>
<li>A request is rejected (403 <code>FORBIDDEN</code>) if the caller can see the resource, but lacks the right that the request
needs.</li>
<li>A resource that a caller cannot see does not exist for that caller: requests for it return 404, its id is not a valid
marker, and no list, search or event shows it.</li>
<li>A guest for which a caller has a role is in the caller&#39;s lists, whichever project is the current one.</li>
<li>Every project can see the instance types without a <code>project</code>, and those with this project. Only administrators can
create and change them. No two instance types have the same name, so a name means the same type in every project.</li>
<li>Every project can see the images that are <code>shared</code> and have their content, and create guests from them. Only
administrators can share an image, and change, fill or delete a shared image. No two shared images have the same name.
If a project has its own image with the name of a shared image, the name refers to the project&#39;s own image in this
project.</li>
</ul>
<h2 id="give-someone-access">Give someone access</h2>
<p>Create a user, grant it a role in a project, and create a token for it:</p>
<pre><code class="language-sh">api /v1/users --json &#39;{&quot;name&quot;: &quot;ann&quot;}&#39;
api /v1/projects/default/permissions --json &#39;{&quot;user&quot;: &quot;ann&quot;, &quot;role&quot;: &quot;operator&quot;}&#39;
made=$(api /v1/tokens --json &#39;{
  &quot;name&quot;: &quot;laptop&quot;, &quot;user&quot;: &quot;ann&quot;, &quot;project&quot;: &quot;default&quot;, &quot;expires_at&quot;: &quot;2099-01-01T00:00:00Z&quot;}&#39;)
echo &quot;$made&quot;
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;laptop&quot;, &quot;user&quot;: {&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;ann&quot;},
 &quot;project&quot;: {&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;default&quot;}, &quot;role&quot;: null, &quot;scopes&quot;: [], &quot;token&quot;: &quot;gh_…&quot;, …}
</code></pre>
<p>The response to the last request contains the secret, in <code>token</code>. The secret appears only this once; Guesthouse does not
store it. A token can have fewer rights than its user: <code>project</code> binds it to one project, <code>role</code> limits the role,
<code>expires_at</code> limits its lifetime, and <code>&quot;scopes&quot;: [&quot;metrics&quot;]</code> limits it to reading <code>/metrics</code>, for which its user must
be an administrator. A token never has a right that its user lacks at that moment.</p>
<p>As an operator, <code>ann</code> can start guests but cannot delete them:</p>
<pre><code class="language-sh">ANN=$(echo &quot;$made&quot; | sed &#39;s/.*&quot;token&quot;:&quot;\\([^&quot;]*\\)&quot;.*/\\1/&#39;)
curl -sS -i -X DELETE -H &quot;Authorization: Bearer $ANN&quot; $GUESTHOUSE/v1/guests/web-1
</code></pre>
<pre><code class="language-http">HTTP/1.1 403 Forbidden
Content-Type: application/problem+json; charset=utf-8

{&quot;title&quot;: &quot;Not allowed&quot;, &quot;status&quot;: 403, &quot;error_name&quot;: &quot;FORBIDDEN&quot;, …}
</code></pre>
<p>Within a second after a token is deleted, every replica of the service rejects it and ends its event streams:</p>
<pre><code class="language-sh">id=$(echo &quot;$made&quot; | sed &#39;s/^{&quot;id&quot;:&quot;\\([^&quot;]*\\)&quot;.*/\\1/&#39;)
curl -sS -i -X DELETE -H &quot;Authorization: Bearer $ANN&quot; $GUESTHOUSE/v1/tokens/$id
</code></pre>
<pre><code class="language-http">HTTP/1.1 204 No Content
</code></pre>
<h2 id="users-of-an-identity-service">Users of an identity service</h2>
<p>Guesthouse creates each user of an OpenID provider or of Keystone when it receives the user&#39;s first request. <code>source</code>
shows where a user comes from, and <code>external_id</code> is its identity there: <code>oidc:</code>, the issuer, a space and the subject
(<code>sub</code>); or <code>keystone:</code> and the id of the user. The name of such a user ends with the host of its identity service
(<code>carol@id.example</code>). Characters that names cannot have, such as <code>/</code> and <code>#</code>, are shown as <code>-</code>.</p>
<p>At many providers, users choose their names themselves. So a request that gives a user something (a role, a token, a
membership in a group) can refer to a user by name only if the user is local. It must refer to any other user by <code>id</code> or
<code>external_id</code>:</p>
<pre><code class="language-sh">api &#39;/v1/users?all_projects=true&amp;fields=name,source,external_id&#39; -G --data-urlencode &#39;search=name=ann&#39;
</code></pre>
<pre><code class="language-json">{&quot;users&quot;: [{&quot;id&quot;: &quot;…&quot;, &quot;links&quot;: […], &quot;name&quot;: &quot;ann&quot;, &quot;source&quot;: &quot;local&quot;, &quot;external_id&quot;: null}], …}
</code></pre>
<p>A group can represent a group of the OpenID provider: <code>external_name</code> is the name of that group in tokens. While a token
contains exactly this name, its user has the roles of the group. A group without an <code>external_name</code> has only the members
that an administrator added:</p>
<pre><code class="language-sh">api /v1/groups --json &#39;{&quot;name&quot;: &quot;front-end&quot;, &quot;external_name&quot;: &quot;/staff/front-end&quot;}&#39;
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, …, &quot;name&quot;: &quot;front-end&quot;, &quot;external_name&quot;: &quot;/staff/front-end&quot;, &quot;members&quot;: [], &quot;created_at&quot;: &quot;…&quot;}
</code></pre>
<p>A token of Keystone is valid only for its Keystone project, and has the role that its user has in that project. A
Keystone administrator is an <code>owner</code> of that project. It is an <code>admin</code> only with a token for Keystone&#39;s whole system, or
for the project that the operator configured.</p>
<h2 id="a-service-without-credentials">A service without credentials</h2>
<p>A service that is configured to require no credentials (<code>GUESTHOUSE_AUTH=none</code>) ignores the credentials that it
receives, treats every caller as an administrator, and responds only to its own machine:</p>
<ul>
<li><code>Host</code> must be <code>localhost</code>, <code>[::1]</code> or in 127.0.0.0/8;</li>
<li><code>Origin</code>, if present, must be that of the request itself;</li>
<li>no proxy may have forwarded the request.</li>
</ul>
<p>A request that does not meet these conditions is rejected (403 <code>FORBIDDEN</code>), whatever its path.</p>
`,
  },
  {
    page: 'guest-states',
    title: `Guest states`,
    html: `<h1 id="guest-states">Guest states</h1>
<p>The <code>state</code> of a guest shows what the guest is doing, or what an operation is doing to the guest. The verbs change the
state.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="what-a-verb-does-in-each-state">What a verb does in each state</h2>
<div class="table"><table>
<thead>
<tr>
<th>state</th>
<th>start</th>
<th>shutdown</th>
<th>reboot</th>
<th>restart</th>
<th>poweroff</th>
<th>suspend</th>
<th>update</th>
<th>delete</th>
<th>accept_drift</th>
<th>discard_drift</th>
</tr>
</thead>
<tbody><tr>
<td><code>creating</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
</tr>
<tr>
<td><code>stopped</code></td>
<td>202</td>
<td>200</td>
<td>409 <code>GUEST_NOT_RUNNING</code></td>
<td>409 <code>GUEST_NOT_RUNNING</code></td>
<td>200</td>
<td>409 <code>GUEST_NOT_RUNNING</code></td>
<td>202</td>
<td>202</td>
<td>202</td>
<td>202</td>
</tr>
<tr>
<td><code>starting</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
</tr>
<tr>
<td><code>running</code></td>
<td>200</td>
<td>202</td>
<td>202</td>
<td>202</td>
<td>202</td>
<td>202</td>
<td>409 <code>GUEST_NOT_STOPPED</code></td>
<td>202</td>
<td>202</td>
<td>409 <code>GUEST_NOT_STOPPED</code></td>
</tr>
<tr>
<td><code>stopping</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
</tr>
<tr>
<td><code>rebooting</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
</tr>
<tr>
<td><code>suspending</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
</tr>
<tr>
<td><code>suspended</code></td>
<td>202</td>
<td>409 <code>GUEST_SUSPENDED</code>, 202 with <code>force</code></td>
<td>409 <code>GUEST_NOT_RUNNING</code></td>
<td>409 <code>GUEST_NOT_RUNNING</code></td>
<td>202</td>
<td>200</td>
<td>409 <code>GUEST_NOT_STOPPED</code></td>
<td>202</td>
<td>202</td>
<td>409 <code>GUEST_NOT_STOPPED</code></td>
</tr>
<tr>
<td><code>updating</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
</tr>
<tr>
<td><code>deleting</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>202</td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
</tr>
<tr>
<td><code>error</code></td>
<td>202, 409 <code>GUEST_IN_ERROR</code> after a failed creation</td>
<td>409 <code>GUEST_IN_ERROR</code></td>
<td>409 <code>GUEST_IN_ERROR</code></td>
<td>409 <code>GUEST_IN_ERROR</code></td>
<td>409 <code>GUEST_IN_ERROR</code></td>
<td>409 <code>GUEST_IN_ERROR</code></td>
<td>409 <code>GUEST_IN_ERROR</code></td>
<td>202</td>
<td>202, 409 <code>GUEST_IN_ERROR</code> after a failed creation</td>
<td>202, 409 <code>GUEST_IN_ERROR</code> after a failed creation</td>
</tr>
<tr>
<td><code>unknown</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
<td>503 <code>HOST_UNREACHABLE</code></td>
</tr>
</tbody></table></div>
<ul>
<li><strong>200</strong>: the guest is already in the state that the verb leads to. Nothing happens, and there is no operation.</li>
<li><strong>202</strong>: an operation was started. See <a href="/docs/guide/waiting">Waiting</a>.</li>
<li><code>update</code> is a <code>PATCH</code> that changes <code>vcpus</code> or <code>memory_mib</code>. See <a href="/docs/guide/changes#changes-that-take-time">Changes</a>.</li>
<li><code>accept_drift</code> and <code>discard_drift</code> decide what becomes of changes by others. See <a href="/docs/guide/drift">Changes by others</a>.</li>
<li><code>poweroff</code> of a stopped guest is a 202 if the guest has a saved state, which it drops.</li>
<li><code>poweroff</code> and <code>delete</code> pre-empt: if the table shows 202, the service first cancels the open operation. If the open
operation was started by the same verb, it is not cancelled, and the response is a 202 that names the open operation.</li>
</ul>
<p>If a verb fails, the service observes the guest, and the guest shows the observed state. The <code>fault</code> of the operation
explains what went wrong. A verb also fails if the hypervisor confirmed it, but the observation afterwards shows that the guest
is not in the promised state. If the host of a guest will not come back, the guest stays <code>unknown</code> until an administrator
removes it with <code>DELETE</code> and <code>forget=true</code>.</p>
<h2 id="guests-that-stall-or-do-not-respond">Guests that stall or do not respond</h2>
<p>The hypervisor can pause a guest by itself. The guest is then <code>suspended</code>, and its <code>fault</code> names the reason:
<code>HOST_OUT_OF_SPACE</code>, <code>GUEST_IO_ERROR</code> or <code>GUEST_WATCHDOG</code>. <code>start</code> resumes the guest. If the reason still exists, the
guest is paused again, and the operation fails with the same fault. The fault stays until the guest runs or is powered
off.</p>
<p>If the virtual machine of a guest does not respond to two observations in a row, the guest keeps its <code>state</code> and shows the
fault <code>GUEST_UNRESPONSIVE</code> until it responds. Its host and other guests are not affected. <code>poweroff</code> and <code>delete</code> need no
response of the guest.</p>
<h2 id="try-it">Try it</h2>
<p>A stopped guest cannot be suspended:</p>
<pre><code class="language-sh">curl -sS -i -X POST -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/guests/web-1/suspend
</code></pre>
<pre><code class="language-http">HTTP/1.1 409 Conflict

{&quot;title&quot;: &quot;The guest is not running&quot;, &quot;status&quot;: 409, &quot;error_name&quot;: &quot;GUEST_NOT_RUNNING&quot;, …}
</code></pre>
<p>Powering off a guest that is already off succeeds and changes nothing:</p>
<pre><code class="language-sh">curl -sS -i -X POST -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/guests/web-1/poweroff
</code></pre>
<pre><code class="language-http">HTTP/1.1 200 OK

{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;state&quot;: &quot;stopped&quot;, …}
</code></pre>
<p><code>GET /v1/guests/{guest}/states</code> returns only the states: <code>state</code>, <code>power_state</code>, and <code>target_power_state</code> while an
operation changes the power state:</p>
<pre><code class="language-sh">api /v1/guests/web-1/states
</code></pre>
<pre><code class="language-json">{ &quot;state&quot;: &quot;stopped&quot;, &quot;power_state&quot;: &quot;off&quot;, &quot;target_power_state&quot;: null }
</code></pre>
`,
  },
  {
    page: 'addresses-and-machines',
    title: `Addresses and machines`,
    html: `<h1 id="addresses-and-machines">Addresses and machines</h1>
<p>This page explains where the addresses of a guest come from, and which CPU and which machine a guest gets.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="addresses">Addresses</h2>
<p><code>nics[].address</code> is the first address of a NIC, preferably an IPv4 address, and <code>nics[].addresses</code> are its further ones.
Guesthouse shows only addresses that it has seen:</p>
<div class="table"><table>
<thead>
<tr>
<th>from</th>
<th>on</th>
</tr>
</thead>
<tbody><tr>
<td>the guest&#39;s agent (<code>qemu-ga</code>), by the MAC address of the NIC</td>
<td><code>qmp</code> and <code>libvirt</code>, if the agent runs</td>
</tr>
<tr>
<td>the DHCP leases of libvirt&#39;s networks</td>
<td><code>libvirt</code></td>
</tr>
<tr>
<td>the network <code>user</code>, which gives each guest 10.0.2.15</td>
<td>every backend</td>
</tr>
</tbody></table></div>
<p>What the agent reports takes precedence over leases, and leases over the address on <code>user</code>. Without any of them,
<code>address</code> is null and <code>addresses</code> is empty. A guest without power has no addresses: they are removed when it stops, and
found again after its next start. While the host is away, the guest shows the addresses that were last seen.</p>
<pre><code class="language-sh">api /v1/guests -H &#39;Prefer: wait=60&#39; -X POST --json &#39;{&quot;name&quot;: &quot;address-demo&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 128, &quot;nics&quot;: [{&quot;network&quot;: &quot;user&quot;}]}&#39; &gt; /dev/null
api /v1/guests/address-demo/start -X POST -H &#39;Prefer: wait=60&#39; &gt; /dev/null
api &#39;/v1/guests?search=address=10.0.2.15&amp;fields=name,nics&#39;
</code></pre>
<pre><code class="language-json">{ &quot;guests&quot;: [{ &quot;name&quot;: &quot;address-demo&quot;, &quot;nics&quot;: [{ &quot;address&quot;: &quot;10.0.2.15&quot;, &quot;addresses&quot;: [], … }] }], … }
</code></pre>
<p>Guesthouse looks for addresses in the background. A guest that has addresses is looked at every 30 seconds. A guest
whose agent does not respond is looked at less and less often, at most every ten minutes; when its agent connects, it is
looked at again (on <code>libvirt</code>, at its next turn). A change gives the guest a new version, so its <code>ETag</code> changes, but it
is no event: a guest could otherwise fill the log of events.</p>
<p>A guest can report any address, even one of another guest. So do not base a decision about access on it. Guesthouse
shows only literal IP addresses in their canonical form, at most 16 for each NIC, and no loopback, link-local or
multicast addresses (<code>test/unit/addresses.test.ts</code>).</p>
<h2 id="the-cpu-model">The CPU model</h2>
<p><code>cpu_model</code> is the CPU that the guest sees, by the name that QEMU and libvirt use. The host chooses it when the guest is
created: the newest named model that the host can offer completely. An emulation (<code>GUESTHOUSE_ACCEL=tcg</code>) offers fewer
models than KVM. The guest keeps this model, so that it can later run on every host that offers it.</p>
<p>The operator can choose another model for new guests with <code>GUESTHOUSE_CPU_MODEL</code>:</p>
<ul>
<li>a named model, such as <code>Skylake-Server</code>: in a fleet of different hosts, a model that all of them offer. A host that
cannot offer it rejects new guests (the creation fails with <code>UNSUPPORTED_BY_BACKEND</code>);</li>
<li><code>host</code>: the CPU of the host with all its features, only with KVM;</li>
<li><code>max</code>: everything that the host can offer or emulate.</li>
</ul>
<p><code>host</code> and <code>max</code> name no model. Such a guest may see another CPU after an upgrade of the host, and should not be moved.</p>
<pre><code class="language-sh">api &#39;/v1/guests/address-demo?fields=name,cpu_model,machine_type&#39;
</code></pre>
<pre><code class="language-json">{ &quot;name&quot;: &quot;address-demo&quot;, &quot;cpu_model&quot;: &quot;sim-v1&quot;, &quot;machine_type&quot;: &quot;sim-1.0&quot; }
</code></pre>
<h2 id="the-machine-type">The machine type</h2>
<p><code>machine_type</code> is the versioned type of the virtual machine, such as <code>pc-q35-7.2</code>. New guests get the newest version of
their host. An upgrade of QEMU does not change the type of existing guests, so the guest sees the same hardware. Windows,
for example, would otherwise ask for a new activation.</p>
<p>If the host no longer has the machine type or the CPU model of a guest, its start fails with <code>UNSUPPORTED_BY_BACKEND</code>,
and the detail names what is missing. The guest and its disks do not change. Install a version of QEMU that still has
the type, or restore the conditions under which the host could offer the CPU model, such as KVM.</p>
<h2 id="guests-of-earlier-versions">Guests of earlier versions</h2>
<p>A guest that an earlier version created keeps what it has. On <code>libvirt</code>, its definition already names a versioned machine
type. On <code>qmp</code>, its machine type was the newest of the installed QEMU: Guesthouse reads it from the running guest, or
chooses it at the next start, and keeps it from then on. Its CPU model was <code>max</code> in both cases, and stays <code>max</code>. The
guest shows both after its first comparison with its host, at the latest five minutes after the start of the service.</p>
<p>Neither can be changed by a request. If an administrator changes them on the host (<code>virsh edit</code>), the guest shows this as
<a href="/docs/guide/drift">a change by others</a>; when the change is accepted, <code>cpu_model</code> and <code>machine_type</code> are what the host has.</p>
`,
  },
  {
    page: 'drift',
    title: `Changes by others`,
    html: `<h1 id="changes-by-others">Changes by others</h1>
<p>Administrators, backup tools and scripts can change a guest on its host without Guesthouse: with <code>virsh</code>, with
<code>qemu-img</code>, or in the file system. Guesthouse never overwrites such a change and never removes a file that it does not
know. It shows the change, and you decide what becomes of it.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="what-is-compared">What is compared</h2>
<p>Whenever Guesthouse writes the definition of a guest, it reads back what the host has, and stores this record. Later it
compares the host with this record: after events of the host, when the service starts, about every five minutes (less often for more than 6,000 guests), and
before each step that would overwrite or remove something. It compares</p>
<ul>
<li>the definition for the next start: memory, vCPUs, disks, NICs, boot settings and all other settings;</li>
<li>the devices of a running guest: disks and NICs that were attached or detached, and copies of disks in progress;</li>
<li>the files of the disks: missing files, and files with another format, size or backing file;</li>
<li>snapshots, checkpoints, and the saved state of a guest (<code>virsh managedsave</code>).</li>
</ul>
<pre><code class="language-sh">api /v1/guests -H &#39;Prefer: wait=60&#39; --json &#39;{&quot;name&quot;: &quot;drift-demo&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 128}&#39;
api /v1/guests/drift-demo/drift
</code></pre>
<pre><code class="language-json">{ &quot;since&quot;: null, &quot;differences&quot;: [] }
</code></pre>
<p>If the guest differs, it shows the <code>fault</code> <code>GUEST_CHANGED_OUTSIDE</code>, and the event <code>guest.changed_outside</code> reports it
once. The fault stays until the changes are accepted, discarded, or undone on the host. The guest can still be started,
shut down and powered off. These requests are rejected (409 <code>GUEST_CHANGED_OUTSIDE</code>), and nothing on the host changes:</p>
<ul>
<li>a <code>PATCH</code> of <code>vcpus</code> or <code>memory_mib</code>;</li>
<li><code>DELETE</code>, if a disk differs: Guesthouse never removes a file that it does not know, unless you accept the changes
first.</li>
</ul>
<p>A guest of an older version has no record yet. The first comparison compares the parts that matter (disks and their
backing files, memory, vCPUs, NICs, kernel) with what Guesthouse would write. If they are equal, Guesthouse records the
guest as it is on the host.</p>
<h2 id="accept-the-changes">Accept the changes</h2>
<pre><code class="language-sh">api /v1/guests/drift-demo/drift/accept -X POST -H &#39;Prefer: wait=60&#39; &gt; /dev/null
</code></pre>
<p>Guesthouse then accepts the guest as it now is on its host. <code>vcpus</code> and <code>memory_mib</code> of the guest become what the host
has, even beyond the quota of the project. All other differences stay as they are on the host: later changes of the
guest edit the definition instead of replacing it. When the guest is deleted, the files that its accepted disks consist
of are removed too. Files that do not belong to it stay, and the event <code>guest.deleted</code> names them in <code>left</code>.</p>
<h2 id="discard-the-changes">Discard the changes</h2>
<pre><code class="language-sh">api /v1/guests/drift-demo/drift/discard -H &#39;Prefer: wait=60&#39; --json &#39;{&quot;lose_disk_changes&quot;: true}&#39; &gt; /dev/null
</code></pre>
<p>Discarding writes the recorded definition again. The guest must be stopped. No file is removed. If a disk is now a
different file, such as the overlay of a snapshot, the guest would return to the old file and lose what it has written
since. Then the request fails (409 <code>GUEST_CHANGED_OUTSIDE</code>) unless it has <code>lose_disk_changes</code>. Guesthouse cannot undo a
change of the content of a file (such as <code>qemu-img resize</code>) or a snapshot; undo it on the host, or accept it.</p>
<h2 id="saved-states">Saved states</h2>
<p><code>start</code> resumes a saved state, and the event <code>guest.restored</code> reports it. Until then the guest keeps the memory and the
vCPUs of the saved state, so a <code>PATCH</code> of them is rejected (409 <code>GUEST_CHANGED_OUTSIDE</code>). <code>poweroff</code> of a stopped guest
drops its saved state; so does <code>DELETE</code>. If a saved state cannot be resumed, <code>start</code> fails with a fault that names it.</p>
<h2 id="storage-that-is-not-available">Storage that is not available</h2>
<p>The storage of a host can be unavailable, because its pool does not start or its file system is not mounted. Then a
request that reads the disks of a guest, such as a request for its console log or its drift, fails (503
<code>HOST_UNREACHABLE</code>), and the fault names the pool. An operation that needs the disks waits for up to five minutes, then
it fails with the same fault; it can be cancelled meanwhile. Nothing is changed, and a guest is never reported as
deleted while its disks may still exist.</p>
<p>The guests of <code>qmp</code> are in a folder on the machine of the service. If this folder is missing or has lost its content, the
host is <code>away</code>, and its guests are <code>unknown</code> until the folder is back. If the guests are lost for good, an administrator
can forget each of them (<code>DELETE</code> with <code>forget=true</code>); after the next start of the service, the host has a new folder.</p>
`,
  },
  {
    page: 'waiting',
    title: `Waiting for operations`,
    html: `<h1 id="waiting-for-operations">Waiting for operations</h1>
<p>Work that takes longer than a request is an <em>operation</em>: a durable record that survives a restart of the service.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="poll-the-operation">Poll the operation</h2>
<p>A request that starts an operation returns 202 with the current guest. The header <code>Location</code> is the address of the
operation, and <code>X-Operation-ID</code> is its id. Creating a guest returns 201, with the address of the guest in <code>Location</code>.</p>
<p>Poll the operation until its <code>state</code> is <code>succeeded</code>, <code>failed</code> or <code>cancelled</code>. When it has succeeded, the guest already
shows the result.</p>
<pre><code class="language-sh">id=$(api /v1/guests/web-1/start -X POST -o /dev/null -w &#39;%header{x-operation-id}&#39;)
until api /v1/operations/$id |
  grep -E &#39;&quot;state&quot;:&quot;(succeeded|failed|cancelled)&quot;&#39;; do sleep 0.5; done
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;kind&quot;: &quot;guest.start&quot;, &quot;state&quot;: &quot;succeeded&quot;, &quot;subject&quot;: {&quot;kind&quot;: &quot;guest&quot;, &quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;},
 &quot;fault&quot;: null, …}
</code></pre>
<p>If an operation failed, its <code>fault</code> explains why. The <code>fault</code> has the same <code>error_name</code> that a response would have.</p>
<h2 id="wait-in-the-request">Wait in the request</h2>
<p>With <code>Prefer: wait=N</code> (RFC 7240), the service responds when the operation has ended, or after N seconds (at most 60),
whichever comes first. The header <code>Preference-Applied</code> confirms that the preference was applied.</p>
<div class="table"><table>
<thead>
<tr>
<th>the operation</th>
<th>response</th>
</tr>
</thead>
<tbody><tr>
<td>has succeeded</td>
<td>200 with the guest, 201 if it created the guest, 204 if it deleted the guest</td>
</tr>
<tr>
<td>has failed</td>
<td>the fault of the operation, with the status of its <code>error_name</code></td>
</tr>
<tr>
<td>has not ended after N seconds</td>
<td>202, as without <code>Prefer</code></td>
</tr>
</tbody></table></div>
<pre><code class="language-sh">curl -sS -i -X POST -H &quot;Authorization: Bearer $TOKEN&quot; -H &#39;Prefer: wait=30&#39; $GUESTHOUSE/v1/guests/web-1/poweroff
</code></pre>
<pre><code class="language-http">HTTP/1.1 200 OK
Preference-Applied: wait=30

{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;state&quot;: &quot;stopped&quot;, &quot;power_state&quot;: &quot;off&quot;, …}
</code></pre>
<h2 id="cancel-an-operation">Cancel an operation</h2>
<p><code>POST /v1/operations/{operation}/cancel</code> cancels an operation that is open. A queued operation ends immediately. A
running operation ends as soon as it can: as <code>cancelled</code>, or as <code>succeeded</code> if it completes first. The service does not
undo what the operation has done. A request to cancel an operation that has ended is rejected (409 <code>OPERATION_ENDED</code>):</p>
<pre><code class="language-sh">curl -sS -i -X POST -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/operations/$id/cancel
</code></pre>
<pre><code class="language-http">HTTP/1.1 409 Conflict

{&quot;title&quot;: &quot;The operation has ended&quot;, &quot;status&quot;: 409, &quot;error_name&quot;: &quot;OPERATION_ENDED&quot;, …}
</code></pre>
<p>To follow many operations, listen to <a href="/docs/guide/events">events</a> instead of polling each one.</p>
`,
  },
  {
    page: 'paging',
    title: `Paging`,
    html: `<h1 id="paging">Paging</h1>
<p>Every list returns pages, can be sorted, and can be limited to some members.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<p>These examples need two more guests:</p>
<pre><code class="language-sh">for name in web-2 web-3; do
  api /v1/guests -o /dev/null -H &#39;Prefer: wait=30&#39; \\
    --json &#39;{&quot;name&quot;: &quot;&#39;$name&#39;&quot;, &quot;vcpus&quot;: 2, &quot;memory_mib&quot;: 512}&#39;
done
</code></pre>
<h2 id="walk-through-the-pages">Walk through the pages</h2>
<p>A page has at most <code>limit</code> elements (1 to 1,000; the default is 100). <code>markers.next</code> is the <code>marker</code> of the next page,
and <code>null</code> on the last page. The header <code>Link</code> (RFC 8288) has the complete addresses of the previous and the next page,
so a client can follow <code>rel=&quot;next&quot;</code>:</p>
<pre><code class="language-sh">next=&#39;/v1/guests?limit=2&amp;fields=name&#39;
while [ -n &quot;$next&quot; ]; do
  api &quot;$next&quot; -D /tmp/headers
  next=$(sed -n &#39;s/^Link:.*&lt;[a-z]*:\\/\\/[^/]*\\([^&gt;]*\\)&gt;; rel=&quot;next&quot;.*/\\1/p&#39; /tmp/headers)
done
</code></pre>
<pre><code class="language-json">{&quot;guests&quot;: [{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;links&quot;: […]}, {&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-2&quot;, &quot;links&quot;: […]}],
 &quot;markers&quot;: {&quot;prev&quot;: null, &quot;next&quot;: &quot;…&quot;}}
{&quot;guests&quot;: [{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-3&quot;, &quot;links&quot;: […]}], &quot;markers&quot;: {&quot;prev&quot;: null, &quot;next&quot;: null}}
</code></pre>
<p><code>markers.prev</code> is the <code>marker</code> of the previous page. It is <code>null</code> on the first page. It is also <code>null</code> if the previous
page is the first page, which needs no marker. <code>Link</code> has <code>rel=&quot;prev&quot;</code> on every page except the first. If a long search
would make <code>Link</code> longer than 8 KiB, which many clients and proxies reject, the response has no <code>Link</code>: use the markers.</p>
<h2 id="what-a-walk-guarantees">What a walk guarantees</h2>
<ul>
<li>While a client walks from the first page to the last, others can create and delete elements. Every
element that existed during the whole walk appears exactly once.</li>
<li>A walk continues from the <em>current</em> position of its marker. If this position changes during the walk, the client can
miss elements or receive them twice, so sort by a member that does not change.</li>
<li>The id of a deleted element remains a valid marker for seven days.</li>
<li>An unknown marker is rejected (400 <code>MARKER_UNKNOWN</code>).</li>
</ul>
<h2 id="sorting">Sorting</h2>
<p>Elements are in the order of their creation, or of <code>sort_by</code>. A minus sign before the key reverses the order. In
ascending order, absent values come last. Elements with the same value are in the order of their ids.</p>
<pre><code class="language-sh">api &#39;/v1/guests?sort_by=-memory_mib&amp;fields=name,memory_mib&amp;limit=2&#39;
</code></pre>
<pre><code class="language-json">{&quot;guests&quot;: [{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;…&quot;, &quot;memory_mib&quot;: 512, &quot;links&quot;: […]}, …],
 &quot;markers&quot;: {&quot;prev&quot;: null, &quot;next&quot;: &quot;…&quot;}}
</code></pre>
<p>The <a href="/docs">contract</a> states which keys each list accepts.</p>
<h2 id="fewer-members">Fewer members</h2>
<p><code>fields=name,state</code> returns only these members of each element, and also its <code>id</code> and <code>links</code>, or its <code>name</code> if it has
no id.</p>
`,
  },
  {
    page: 'search',
    title: `Search`,
    html: `<h1 id="search">Search</h1>
<p>Every list accepts <code>search</code>, a query in a small language.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<pre><code class="language-sh">api /v1/guests -G -d fields=name \\
  --data-urlencode &#39;search=name=web* and memory_mib&gt;=256 sortby name desc page 1&#39;
</code></pre>
<pre><code class="language-json">{&quot;guests&quot;: [
  {&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-3&quot;, &quot;links&quot;: […]},
  {&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-2&quot;, &quot;links&quot;: […]},
  {&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;links&quot;: […]}],
 &quot;markers&quot;: {&quot;prev&quot;: null, &quot;next&quot;: null}}
</code></pre>
<h2 id="the-language">The language</h2>
<div class="table"><table>
<thead>
<tr>
<th>part</th>
<th>meaning</th>
</tr>
</thead>
<tbody><tr>
<td><code>field = value</code>, <code>field != value</code></td>
<td>compares the field with the value. A value with spaces must be in double quotes. <code>*</code> matches any string; no other character is special. <code>!=</code> is true whenever <code>=</code> is not, including for absent values</td>
</tr>
<tr>
<td><code>&lt;</code>, <code>&lt;=</code>, <code>&gt;</code>, <code>&gt;=</code></td>
<td>compares numbers, times, and values of an ordered list, such as <code>severity</code></td>
</tr>
<tr>
<td>a word without a field</td>
<td>true if a text field contains the word</td>
</tr>
<tr>
<td><code>and</code>, <code>or</code>, <code>( )</code></td>
<td>parts without a keyword between them are joined by <code>and</code>, which binds tighter than <code>or</code></td>
</tr>
<tr>
<td><code>sortby field</code>, <code>sortby field desc</code></td>
<td>replaces <code>sort_by</code></td>
</tr>
<tr>
<td><code>page N</code></td>
<td>the N-th page, counted from 1; replaces <code>marker</code>. It can reach the first 100,000 elements</td>
</tr>
</tbody></table></div>
<ul>
<li>Upper and lower case count as equal unless <code>case_sensitive=true</code>. Keywords can have any case, and so can values from a
fixed list, such as states.</li>
<li>A time is an RFC 3339 timestamp, a day (<code>2026-11-20</code>), <code>today</code>, <code>yesterday</code> or the name of a weekday (its latest
occurrence, which can be today). Days are in UTC, and a day means the whole day.</li>
<li>A field that belongs to another resource, such as <code>image</code> or <code>user.name</code>, finds only resources that the caller can
see. An administrator can search by every user, an owner by the users who have a permission in the project, and any
other caller only by its own user.</li>
<li>A search that cannot be parsed is rejected (400 <code>SEARCH_SYNTAX</code>), and <code>errors</code> points at the character.</li>
<li>A search that takes longer than 3 seconds is rejected (503 <code>QUERY_TIMED_OUT</code>). Narrow it to what an index can find
(<code>name=web*</code>, <code>state=running</code>).</li>
<li>The service runs one search of a user at a time and lets 10 more wait. Further searches are rejected (429
<code>TOO_MANY_REQUESTS</code>). Lists with a <code>limit</code> above 100 or with <code>page N</code>, and lists of events with <code>kind</code> or <code>guest</code>,
count as searches. <a href="/docs/guide/limits#the-figures">Limits</a> states what else applies while other users send requests.</li>
</ul>
<pre><code class="language-sh">api /v1/guests -G -d fields=name \\
  --data-urlencode &#39;search=(metadata.tier=front or vcpus&gt;1) and created_at&gt;=yesterday&#39;
api /v1/operations -G -d fields=kind \\
  --data-urlencode &#39;search=subject.name=web-1 kind=guest.start state!=failed&#39;
curl -sS -G -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/guests \\
  --data-urlencode &#39;search=colour=red&#39;
</code></pre>
<pre><code class="language-json">{&quot;title&quot;: &quot;The search cannot be read&quot;, &quot;status&quot;: 400, &quot;error_name&quot;: &quot;SEARCH_SYNTAX&quot;,
 &quot;errors&quot;: [{&quot;parameter&quot;: &quot;search&quot;, &quot;detail&quot;: &quot;at character 1: no field of guests has this name; known are …&quot;}], …}
</code></pre>
<h2 id="the-fields">The fields</h2>
<p><code>metadata.KEY</code> cannot name a key that has a blank.</p>
<div class="table"><table>
<thead>
<tr>
<th>list</th>
<th>fields</th>
</tr>
</thead>
<tbody><tr>
<td>guests</td>
<td><code>name</code>, <code>description</code>, <code>state</code>, <code>power_state</code>, <code>id</code>, <code>host.name</code>, <code>zone</code>, <code>vcpus</code>, <code>memory_mib</code>, <code>cpu_model</code>, <code>machine_type</code>, <code>created_at</code>, <code>updated_at</code>, <code>launched_at</code>, <code>metadata.KEY</code>, <code>image</code>, <code>instance_type</code>, <code>placement_group</code>, <code>network</code>, <code>mac</code>, <code>address</code>, <code>project</code>, <code>user.name</code></td>
</tr>
<tr>
<td>operations</td>
<td><code>id</code>, <code>kind</code>, <code>state</code>, <code>subject.kind</code>, <code>subject.id</code>, <code>subject.name</code>, <code>user.name</code>, <code>project</code>, <code>request_id</code>, <code>error_name</code>, <code>attempts</code>, <code>progress</code>, <code>created_at</code>, <code>started_at</code>, <code>finished_at</code></td>
</tr>
<tr>
<td>images</td>
<td><code>id</code>, <code>name</code>, <code>description</code>, <code>kind</code>, <code>format</code>, <code>state</code>, <code>sha256</code>, <code>size_bytes</code>, <code>virtual_size_mib</code>, <code>shared</code>, <code>created_at</code>, <code>updated_at</code>, <code>project</code></td>
</tr>
<tr>
<td>copies</td>
<td><code>host.name</code>, <code>state</code>, <code>ahead</code>, <code>since</code></td>
</tr>
<tr>
<td>hosts</td>
<td><code>id</code>, <code>name</code>, <code>description</code>, <code>zone</code>, <code>backend</code>, <code>state</code>, <code>uri</code>, <code>vcpus</code>, <code>memory_mib</code>, <code>disk_mib</code>, <code>schedulable</code>, <code>hypervisor_version</code>, <code>metadata.KEY</code>, <code>network</code>, <code>guests.state</code>, <code>guests.name</code>, <code>state_since</code></td>
</tr>
<tr>
<td>events</td>
<td><code>id</code>, <code>kind</code>, <code>severity</code>, <code>at</code>, <code>subject.kind</code>, <code>subject.id</code>, <code>subject.name</code>, <code>operation_id</code>, <code>project</code>, <code>user.name</code>, <code>request_id</code></td>
</tr>
<tr>
<td>networks</td>
<td><code>id</code>, <code>name</code>, <code>kind</code>, <code>state</code>, <code>description</code>, <code>access</code>, <code>project</code>, <code>mac_choice</code>, <code>host</code>, <code>created_at</code></td>
</tr>
<tr>
<td>instance_types</td>
<td><code>id</code>, <code>name</code>, <code>description</code>, <code>vcpus</code>, <code>memory_mib</code>, <code>root_disk_mib</code>, <code>metadata.KEY</code>, <code>shared</code>, <code>project</code>, <code>created_at</code>, <code>updated_at</code></td>
</tr>
<tr>
<td>placement_groups</td>
<td><code>id</code>, <code>name</code>, <code>description</code>, <code>policy</code>, <code>strict</code>, <code>project</code>, <code>created_at</code></td>
</tr>
<tr>
<td>zones</td>
<td><code>id</code>, <code>name</code>, <code>description</code>, <code>created_at</code></td>
</tr>
<tr>
<td>projects</td>
<td><code>id</code>, <code>name</code>, <code>description</code>, <code>zone</code>, <code>created_at</code></td>
</tr>
<tr>
<td>users</td>
<td><code>id</code>, <code>name</code>, <code>source</code>, <code>group</code>, <code>created_at</code></td>
</tr>
<tr>
<td>groups</td>
<td><code>id</code>, <code>name</code>, <code>member</code>, <code>created_at</code></td>
</tr>
<tr>
<td>roles</td>
<td><code>name</code>, <code>rights</code>, <code>for_guests</code></td>
</tr>
<tr>
<td>tokens</td>
<td><code>id</code>, <code>name</code>, <code>user</code>, <code>project</code>, <code>role</code>, <code>scopes</code>, <code>expires_at</code>, <code>last_used_at</code>, <code>created_at</code></td>
</tr>
<tr>
<td>permissions</td>
<td><code>id</code>, <code>user</code>, <code>group</code>, <code>role</code>, <code>created_at</code></td>
</tr>
</tbody></table></div>
`,
  },
  {
    page: 'changes',
    title: `Changes`,
    html: `<h1 id="changes">Changes</h1>
<p><code>PATCH</code> changes a resource. It accepts a merge patch (<code>application/merge-patch+json</code>, RFC 7396) or a JSON Patch
(<code>application/json-patch+json</code>, RFC 6902).</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="merge-patch">Merge patch</h2>
<p>A merge patch contains the members to change. <code>null</code> restores the default of a member, or removes a key of a map:</p>
<pre><code class="language-sh">api /v1/guests/web-1 -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; \\
  -d &#39;{&quot;description&quot;: &quot;the first&quot;, &quot;metadata&quot;: {&quot;tier&quot;: &quot;back&quot;, &quot;owner&quot;: &quot;ann&quot;}}&#39;
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;description&quot;: &quot;the first&quot;, &quot;metadata&quot;: {&quot;tier&quot;: &quot;back&quot;, &quot;owner&quot;: &quot;ann&quot;}, …}
</code></pre>
<h2 id="json-patch">JSON Patch</h2>
<p>A JSON Patch is a list of steps. A step <code>test</code> makes the patch conditional:</p>
<pre><code class="language-sh">api /v1/guests/web-1 -X PATCH -H &#39;Content-Type: application/json-patch+json&#39; -d &#39;[
  {&quot;op&quot;: &quot;test&quot;, &quot;path&quot;: &quot;/metadata/tier&quot;, &quot;value&quot;: &quot;back&quot;},
  {&quot;op&quot;: &quot;replace&quot;, &quot;path&quot;: &quot;/metadata/tier&quot;, &quot;value&quot;: &quot;front&quot;},
  {&quot;op&quot;: &quot;remove&quot;, &quot;path&quot;: &quot;/metadata/owner&quot;}]&#39;
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;metadata&quot;: {&quot;tier&quot;: &quot;front&quot;}, …}
</code></pre>
<ul>
<li>If a <code>test</code> fails, the patch is rejected (409 <code>PATCH_TEST_FAILED</code>), and nothing changes.</li>
<li>A patch that changes a read-only member is rejected (400 <code>READ_ONLY_FIELD</code>).</li>
<li>The result must match the schema of the resource in the contract; otherwise the patch is rejected (400
<code>VALIDATION_FAILED</code>).</li>
</ul>
<pre><code class="language-sh">curl -sS -i -X PATCH -H &quot;Authorization: Bearer $TOKEN&quot; -H &#39;Content-Type: application/merge-patch+json&#39; \\
  $GUESTHOUSE/v1/guests/web-1 -d &#39;{&quot;state&quot;: &quot;running&quot;}&#39;
</code></pre>
<pre><code class="language-http">HTTP/1.1 400 Bad Request

{&quot;title&quot;: &quot;A member is read-only&quot;, &quot;status&quot;: 400, &quot;error_name&quot;: &quot;READ_ONLY_FIELD&quot;,
 &quot;errors&quot;: [{&quot;pointer&quot;: &quot;/state&quot;, …}], …}
</code></pre>
<h2 id="changes-that-take-time">Changes that take time</h2>
<p>A patch that changes <code>vcpus</code> or <code>memory_mib</code> needs a stopped guest and starts an operation: the response is a 202. All
changes of the patch take effect together, when the operation succeeds.</p>
<pre><code class="language-sh">api /v1/guests/web-1 -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; -H &#39;Prefer: wait=30&#39; \\
  -d &#39;{&quot;memory_mib&quot;: 512}&#39;
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;web-1&quot;, &quot;memory_mib&quot;: 512, &quot;state&quot;: &quot;stopped&quot;, …}
</code></pre>
<p>To make sure that no one has changed the resource since you read it, send its <code>ETag</code> in <code>If-Match</code>: see
<a href="/docs/guide/conditional-requests">Conditional requests</a>.</p>
`,
  },
  {
    page: 'conditional-requests',
    title: `Conditional requests`,
    html: `<h1 id="conditional-requests">Conditional requests</h1>
<p>Every <code>GET</code> of one resource returns a strong <code>ETag</code>. The <code>ETag</code> changes whenever the resource changes. It does not
depend on <code>fields</code>. It never returns to an earlier value, not even after the database was restored from a backup or
failed over to a standby. The <code>ETag</code> of metadata is that of the guest or host that they belong to.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="change-only-what-you-have-seen">Change only what you have seen</h2>
<p>With <code>If-Match</code>, the service makes a change only if the resource still has the <code>ETag</code> that you send:</p>
<pre><code class="language-sh">etag=$(api /v1/guests/web-1 -o /dev/null -w &#39;%header{etag}&#39;)
api /v1/guests/web-1 -X PATCH -H &quot;If-Match: $etag&quot; \\
  -H &#39;Content-Type: application/merge-patch+json&#39; -d &#39;{&quot;description&quot;: &quot;changed&quot;}&#39;
</code></pre>
<p>Otherwise the request is rejected (412 <code>PRECONDITION_FAILED</code>) and nothing changes. Here the tag is out of date, because
the request above changed the guest:</p>
<pre><code class="language-sh">curl -sS -i -X DELETE -H &quot;Authorization: Bearer $TOKEN&quot; -H &quot;If-Match: $etag&quot; $GUESTHOUSE/v1/guests/web-1
</code></pre>
<pre><code class="language-http">HTTP/1.1 412 Precondition Failed

{&quot;title&quot;: &quot;The precondition failed&quot;, &quot;status&quot;: 412, &quot;error_name&quot;: &quot;PRECONDITION_FAILED&quot;, …}
</code></pre>
<p><code>If-Match</code> accepts several tags, separated by commas. <code>*</code> matches any tag: the resource only has to exist. A <code>GET</code> with
<code>If-Match</code> is rejected in the same way.</p>
<h2 id="read-only-what-has-changed">Read only what has changed</h2>
<p>With <code>If-None-Match</code>, the response to a <code>GET</code> is a 304 without a body if the resource has not changed:</p>
<pre><code class="language-sh">etag=$(api /v1/guests/web-1 -o /dev/null -w &#39;%header{etag}&#39;)
curl -sS -i -H &quot;Authorization: Bearer $TOKEN&quot; -H &quot;If-None-Match: $etag&quot; $GUESTHOUSE/v1/guests/web-1
</code></pre>
<pre><code class="language-http">HTTP/1.1 304 Not Modified
</code></pre>
<p>A request that changes something is rejected (412) if its <code>If-None-Match</code> has the tag of the resource. With
<code>If-None-Match: *</code>, only the upload of content to an image without content can succeed, because all other resources
exist.</p>
<p>The content of an image has its own <code>ETag</code>, which is also in the response to its upload.
<a href="/docs/guide/http-conformance#conditions">HTTP conformance</a> lists all rules.</p>
`,
  },
  {
    page: 'idempotency',
    title: `Idempotency`,
    html: `<h1 id="idempotency">Idempotency</h1>
<p>A client that receives no response does not know whether its request took effect. With <code>Idempotency-Key</code> it can safely
send the request again.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="send-a-post-again">Send a POST again</h2>
<p>A <code>POST</code> with <code>Idempotency-Key</code> takes effect only once. If you send it again within 24 hours, you receive the same
response, with <code>Idempotency-Replayed: true</code>. A key is 1 to 255 visible ASCII characters; a random UUID is a good one.</p>
<pre><code class="language-sh">key=$(cat /proc/sys/kernel/random/uuid)
for attempt in 1 2; do
  api /v1/images -H &quot;Idempotency-Key: $key&quot; --json &#39;{&quot;name&quot;: &quot;debian&quot;, &quot;kind&quot;: &quot;disk&quot;}&#39; \\
    -o /dev/null -w &#39;%{http_code} replayed: %header{idempotency-replayed}\\n&#39;
done
</code></pre>
<pre><code class="language-text">201 replayed:
201 replayed: true
</code></pre>
<h2 id="details">Details</h2>
<ul>
<li>The service retains successful responses and 409 responses. After any other response, the service executes a request
with the same key again.</li>
<li>A request whose caller has lost the right to it is rejected like a request without a key.</li>
<li>While the first request is in progress, other requests with the same key wait for it, up to 10 seconds. After these 10
seconds the waiting requests are rejected (409 <code>IDEMPOTENCY_KEY_IN_USE</code>); send them again.</li>
<li>The same key with a different body or query is rejected (422 <code>IDEMPOTENCY_KEY_REUSED</code>).</li>
<li>A key applies to one user, one project, and one path: other users can use the same key.</li>
<li>The service stores up to 64 MiB of responses for one user in a burst, and after that 64 MiB in 24 hours. A request
with a new key beyond that is rejected (429 <code>TOO_MANY_REQUESTS</code>) and has no effect. Stored responses are not dropped
to make room.</li>
<li>The response to <code>POST /v1/tokens</code> is never repeated, because it contains a secret. A <code>POST /v1/tokens</code> that repeats a
key is rejected (409 <code>TOKEN_ALREADY_SHOWN</code>).</li>
</ul>
<pre><code class="language-sh">curl -sS -i -H &quot;Authorization: Bearer $TOKEN&quot; -H &quot;Idempotency-Key: $key&quot; $GUESTHOUSE/v1/images \\
  --json &#39;{&quot;name&quot;: &quot;alpine&quot;, &quot;kind&quot;: &quot;disk&quot;}&#39;
</code></pre>
<pre><code class="language-http">HTTP/1.1 422 Unprocessable Entity

{&quot;title&quot;: &quot;The idempotency key was used for a different request&quot;, &quot;status&quot;: 422,
 &quot;error_name&quot;: &quot;IDEMPOTENCY_KEY_REUSED&quot;, …}
</code></pre>
<p><code>PATCH</code> and <code>DELETE</code> need no key: send <code>If-Match</code> instead (<a href="/docs/guide/conditional-requests">Conditional requests</a>).</p>
`,
  },
  {
    page: 'events',
    title: `Events`,
    html: `<h1 id="events">Events</h1>
<p>Every change causes an event. An event shows what happened, to which resource, in which operation, who requested the
change and from which address.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="list-events">List events</h2>
<p><code>GET /v1/events</code> is a list like all others. Events are in the order in which they became visible, and are retained for
seven days, unless the operator configured a different period.</p>
<pre><code class="language-sh">api /v1/events -G -d fields=kind,at -d limit=3 \\
  --data-urlencode &#39;search=subject.name=web-1 kind=operation.*&#39;
last=$(api &#39;/v1/events?sort_by=-id&amp;limit=1&amp;fields=marker&#39; | sed &#39;s/.*&quot;marker&quot;:&quot;\\([^&quot;]*\\)&quot;.*/\\1/&#39;)
</code></pre>
<pre><code class="language-json">{&quot;events&quot;: [
  {&quot;id&quot;: 2, &quot;kind&quot;: &quot;operation.queued&quot;, &quot;at&quot;: &quot;…&quot;},
  {&quot;id&quot;: 3, &quot;kind&quot;: &quot;operation.started&quot;, &quot;at&quot;: &quot;…&quot;},
  {&quot;id&quot;: 4, &quot;kind&quot;: &quot;operation.succeeded&quot;, &quot;at&quot;: &quot;…&quot;}],
 &quot;markers&quot;: {…}}
</code></pre>
<p><code>guest=web-1</code> and <code>kind=guest.crashed,guest.vanished</code> select events without a search.</p>
<p>Only the owners and administrators of a project can read its permissions and see who has access to it. Only they see
events of the kinds <code>permission.*</code>, <code>token.*</code> and <code>access.denied</code>, and the <code>client_address</code> of events; for other
callers, <code>client_address</code> is null. This applies to lists and streams, and also to events that the caller caused.</p>
<h2 id="listen-to-events">Listen to events</h2>
<p>With <code>Accept: text/event-stream</code> the response is a live stream of server-sent events. <code>id</code> is the <code>marker</code> of the event,
<code>event</code> its kind, and <code>data</code> the event itself as JSON. <code>guest</code>, <code>kind</code>, <code>fields</code> and <code>all_projects</code> work here too;
<code>marker</code>, <code>sort_by</code> and <code>search</code> are only for pages, and are rejected (400) for a stream.</p>
<p>A stream begins with the next event that occurs. If the request has <code>Last-Event-ID</code>, the stream begins right after the
event with that id, without gaps and without duplicates:</p>
<pre><code class="language-sh">api /v1/guests/web-1/start -X POST -o /dev/null -H &#39;Prefer: wait=30&#39;
api &#39;/v1/events?fields=kind&#39; -N --max-time 2 -H &#39;Accept: text/event-stream&#39; -H &quot;Last-Event-ID: $last&quot; \\
  || [ $? = 28 ] # the stream would continue; curl ends with 28 after --max-time
</code></pre>
<pre><code class="language-text">event: operation.queued
event: guest.state_changed
event: operation.started
event: operation.succeeded
</code></pre>
<ul>
<li>When nothing happens, the service sends a comment every 15 seconds.</li>
<li>The service disconnects a client that reads too slowly. The client can resume with the last <code>id</code> that it received.</li>
<li>If events after <code>Last-Event-ID</code> are no longer retained, the request is rejected (410 <code>EVENTS_GONE</code>). Read the
resources again, then open a stream without <code>Last-Event-ID</code>.</li>
<li>The same happens if the database has lost the event of <code>Last-Event-ID</code>, because it was restored from an older backup,
or failed over to a standby that had not received the event: later events can have the same numbers (<code>id</code>), but never
the same <code>marker</code>. Streams that have sent lost events end. So store the <code>marker</code> of the last event, and not only its
<code>id</code>: the service accepts a number as <code>Last-Event-ID</code> too, but cannot detect that it belongs to a lost event. Events
from before version 0.4 have a <code>marker</code> without the second part.</li>
<li>When the token is deleted, its streams end within a second.</li>
</ul>
<h2 id="denied-access">Denied access</h2>
<p>A request that is rejected because its caller lacks a right is recorded as an event of the kind <code>access.denied</code>. If the
same user sends more such requests for the same operation, the service counts them, and once a minute one event contains
their number (<code>detail.count</code>). A user can cause up to 100 of these events at once, and one every ten seconds on average.
All rejected requests beyond that are counted together, in an event that only administrators can see. Once a minute,
other events of this kind summarize the requests without a valid credential, with the address that sent them and their
number. Only administrators can see these events.</p>
`,
  },
  {
    page: 'limits',
    title: `Limits`,
    html: `<h1 id="limits">Limits</h1>
<p>Limits keep one client from starving the others. A request beyond a limit is rejected (429 <code>TOO_MANY_REQUESTS</code>) with
<code>Retry-After</code> in seconds.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="the-figures">The figures</h2>
<div class="table"><table>
<thead>
<tr>
<th>what</th>
<th>limit</th>
<th>counted for</th>
</tr>
</thead>
<tbody><tr>
<td>requests</td>
<td>500 a second on average, up to 1,000 in a burst</td>
<td>a credential</td>
</tr>
<tr>
<td>open event streams</td>
<td>32</td>
<td>a credential</td>
</tr>
<tr>
<td>bodies in transit, other than the content of images</td>
<td>64 MiB</td>
<td>a credential</td>
</tr>
<tr>
<td>the three above together</td>
<td>four times as much</td>
<td>all credentials of a user</td>
</tr>
<tr>
<td>searches</td>
<td>1 at a time, 10 more that wait, 3 s each</td>
<td>a user</td>
</tr>
<tr>
<td>uploads of images</td>
<td>4 at a time</td>
<td>a user</td>
</tr>
<tr>
<td>stored responses of idempotency keys</td>
<td>64 MiB in a burst, and after that 64 MiB in 24 hours</td>
<td>a user</td>
</tr>
<tr>
<td>tokens that have not expired</td>
<td>100</td>
<td>a user</td>
</tr>
<tr>
<td>wrong credentials</td>
<td>10 in a minute</td>
<td>an address</td>
</tr>
<tr>
<td>new credentials that are looked up at the same time</td>
<td>64</td>
<td>an address</td>
</tr>
<tr>
<td>open operations</td>
<td>1,000</td>
<td>a project</td>
</tr>
<tr>
<td>guests, images and more</td>
<td>the <a href="/docs/guide/quotas">quota</a></td>
<td>a project</td>
</tr>
<tr>
<td>metadata</td>
<td>128 pairs and 64 KiB</td>
<td>a guest or a host</td>
</tr>
<tr>
<td>JSON body</td>
<td>1 MiB and 2,000 values</td>
<td>a request</td>
</tr>
<tr>
<td>URL and headers</td>
<td>64 KiB together</td>
<td>a request</td>
</tr>
<tr>
<td>requests that wait for earlier ones</td>
<td>16, then the service stops reading</td>
<td>a connection</td>
</tr>
<tr>
<td>a connection without traffic</td>
<td>closed after two minutes</td>
<td>a connection</td>
</tr>
</tbody></table></div>
<ul>
<li>Requests that need no credential are counted by the client&#39;s address: an IPv4 address, or the /64 of an IPv6 address.</li>
<li>Requests for <code>/healthz</code> are not limited.</li>
<li>A body counts as one request per 16 KiB, rounded up. The content of an image counts as one request,
whatever its size.</li>
<li>Lists with a <code>limit</code> above 100 or with <code>page N</code>, and lists of events with <code>kind</code> or <code>guest</code>, count as searches.</li>
<li>After 10 wrong credentials from an address in a minute, requests from that address are slowed down. A request with a
token of Guesthouse waits for the next lookup; five times a second, one lookup checks all tokens that wait. So no good
token is rejected. Signed tokens of the OpenID provider are checked as always. Other new credentials, such as tokens
of Keystone, are rejected without a check. Credentials that were valid before continue to work.</li>
<li>While other users send requests too, the searches of one user can use 3 seconds of database time in a burst, and after
that 0.1 seconds per second for each processor of the machine. Further searches wait for up to 10 seconds, and are
then rejected (429).</li>
<li>With the embedded database, a similar limit applies to the other requests of the user: 3 seconds of database time in a
burst, and after that 0.25 seconds per second for each processor. Further requests wait for up to 10 seconds, and are
then rejected (503). Searches then also have a lower priority than everything else on the machine.</li>
<li>The limit of open operations does not apply to <code>poweroff</code> and <code>DELETE</code> of a guest.</li>
<li>The operator can configure the figures for requests, streams, tokens and wrong credentials.</li>
</ul>
<h2 id="fair-shares">Fair shares</h2>
<p>Each resource that all users share has a bound, and each user or project has a share of it. The table shows what the
others notice when one user or project has reached its share. The figures are those of one service; several services on
one database share only the database, the hosts and the disk.</p>
<div class="table"><table>
<thead>
<tr>
<th>shared resource</th>
<th>bound</th>
<th>one share</th>
<th>what the others notice</th>
</tr>
</thead>
<tbody><tr>
<td>time of the process</td>
<td>the limits on requests and on sizes above</td>
<td>2,000 requests a second of a user</td>
<td>slower responses</td>
</tr>
<tr>
<td>database connections for requests</td>
<td>9</td>
<td>3 of a user; while other users are active, one per four processors, rounded up, and at most 3, and with the embedded database the budget described above; its further requests wait up to 10 s, and are then rejected (503)</td>
<td>nothing; they take turns when nine users need one at the same time</td>
</tr>
<tr>
<td>database connections for searches and for resuming streams</td>
<td>3, and 3 s for each search</td>
<td>1 of a user, and 10 that wait, then 429; while other users are active, the budget described above</td>
<td>nothing; they take turns when three users search at the same time</td>
</tr>
<tr>
<td>database connections of the service itself</td>
<td>4</td>
<td>none: no request can take them</td>
<td>nothing</td>
</tr>
<tr>
<td>rows of guests, images and tokens</td>
<td>the <a href="/docs/guide/quotas">quota</a> of each project</td>
<td>10,000 guests and 10,000 images of a project by default; 100 tokens of a user</td>
<td>nothing</td>
</tr>
<tr>
<td>events about rejected requests</td>
<td>–</td>
<td>100 of a user at once, then one in ten seconds; the others are counted</td>
<td>nothing</td>
</tr>
<tr>
<td>stored responses of idempotency keys</td>
<td>–</td>
<td>64 MiB of a user in a burst, and after that 64 MiB in 24 hours</td>
<td>nothing</td>
</tr>
<tr>
<td>uploads</td>
<td>32 at a time</td>
<td>4 of a user</td>
<td>nothing, until eight users have reached their share; then 429</td>
</tr>
<tr>
<td>disk</td>
<td>the reserve that uploads and new disks leave free</td>
<td>the <a href="/docs/guide/quotas">quota</a> of a project</td>
<td>if the quotas exceed the disk: 507 for uploads and new disks; everything else works</td>
</tr>
<tr>
<td>disk space that existing guests fill</td>
<td>the sizes of their disks</td>
<td>the <a href="/docs/guide/quotas">quota</a> of a project</td>
<td>on a full disk, QEMU pauses guests that write, and changes are rejected (507); reads and deletions work</td>
</tr>
<tr>
<td>slots for operations</td>
<td>64 at a time on a host</td>
<td>a project gets a slot only while it has fewer slots than are free: 32 if no other project has operations</td>
<td>nothing; a slot stays free for the next project</td>
</tr>
<tr>
<td>open operations</td>
<td>–</td>
<td>1,000 of a project</td>
<td>nothing</td>
</tr>
<tr>
<td>vCPUs and memory of a host</td>
<td>the size of the host, for one guest</td>
<td>the <a href="/docs/guide/quotas">quota</a> of a project</td>
<td>if the quotas exceed the host: slower guests, and starts that the host refuses (507)</td>
</tr>
<tr>
<td>memory of the service</td>
<td>the limits on bodies and streams above</td>
<td>256 MiB of bodies and 128 streams of a user</td>
<td>nothing</td>
</tr>
<tr>
<td>connections of clients</td>
<td>4,096</td>
<td>half of them from one address</td>
<td>nothing</td>
</tr>
<tr>
<td>lookups of wrong credentials</td>
<td>one statement at a time, five a second</td>
<td>–</td>
<td>a new token from the same address waits up to 0.2 s longer; new tokens of Keystone from there are rejected (429)</td>
</tr>
</tbody></table></div>
<h2 id="retry">Retry</h2>
<p>Wait for the number of seconds in <code>Retry-After</code>, then send the request again. <code>curl</code> can do this for you:</p>
<pre><code class="language-sh">api &#39;/v1/guests?fields=name&#39; --retry 5
</code></pre>
<p>A <code>POST</code> is safe to repeat if it has an <a href="/docs/guide/idempotency">Idempotency-Key</a>.</p>
`,
  },
  {
    page: 'quotas',
    title: `Quotas`,
    html: `<h1 id="quotas">Quotas</h1>
<p>A quota limits what a project can have, so that no project takes what the others need. Administrators set the quota.
Everyone who can see a project can see its quota and its usage. A request that would exceed the quota is rejected (403
<code>QUOTA_EXCEEDED</code>), and nothing changes.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="what-counts">What counts</h2>
<div class="table"><table>
<thead>
<tr>
<th>member</th>
<th>what counts</th>
</tr>
</thead>
<tbody><tr>
<td><code>guests</code></td>
<td>every guest of the project, even if it is stopped, in <code>error</code> or being deleted</td>
</tr>
<tr>
<td><code>vcpus</code></td>
<td>the sum of <code>vcpus</code> of these guests</td>
</tr>
<tr>
<td><code>memory_mib</code></td>
<td>the sum of <code>memory_mib</code> of these guests</td>
</tr>
<tr>
<td><code>disk_mib</code></td>
<td>the sum of <code>size_mib</code> of their disks, without CD-ROMs</td>
</tr>
<tr>
<td><code>images</code></td>
<td>every image of the project, even if it has no content</td>
</tr>
<tr>
<td><code>image_bytes</code></td>
<td>the sum of the sizes of the content of these images</td>
</tr>
<tr>
<td><code>tokens</code></td>
<td>the tokens that are bound to the project and have not expired</td>
</tr>
</tbody></table></div>
<ul>
<li>A deletion frees what the guest, image or token used. A guest counts until the operation that deletes it has succeeded.</li>
<li>While an operation changes the <code>vcpus</code> or the <code>memory_mib</code> of a guest, the larger of the old and the new value counts.</li>
<li>Images that other projects share with this one do not count. A disk that is created from an image counts as a disk.</li>
</ul>
<h2 id="set-a-quota">Set a quota</h2>
<p>Each member of <code>quota</code> is a limit, -1 for no limit, or null for the default of the service:</p>
<pre><code class="language-sh">api /v1/projects --json &#39;{&quot;name&quot;: &quot;quota-demo&quot;, &quot;quota&quot;: {&quot;guests&quot;: 1, &quot;vcpus&quot;: 4}}&#39;
</code></pre>
<pre><code class="language-json">{&quot;name&quot;: &quot;quota-demo&quot;,
 &quot;quota&quot;: {&quot;guests&quot;: 1, &quot;vcpus&quot;: 4, &quot;memory_mib&quot;: null, &quot;disk_mib&quot;: null,
           &quot;images&quot;: null, &quot;image_bytes&quot;: null, &quot;tokens&quot;: null},
 &quot;usage&quot;: {&quot;guests&quot;: {&quot;used&quot;: 0, &quot;limit&quot;: 1}, &quot;vcpus&quot;: {&quot;used&quot;: 0, &quot;limit&quot;: 4}, …}, …}
</code></pre>
<p><code>usage</code> shows what the project has and the limits that apply; a <code>limit</code> of null means that there is none. By default a
project can have 10,000 guests and 10,000 images, and the other members have no limit. The operator can configure other
defaults. Each of them applies to the projects whose <code>quota</code> has null for that limit.</p>
<pre><code class="language-sh">curl -sS -H &quot;Authorization: Bearer $TOKEN&quot; -H &#39;X-Project-ID: quota-demo&#39; $GUESTHOUSE/v1/guests \\
  --json &#39;{&quot;name&quot;: &quot;large&quot;, &quot;vcpus&quot;: 6, &quot;memory_mib&quot;: 128}&#39;
</code></pre>
<pre><code class="language-json">{&quot;title&quot;: &quot;The quota is exceeded&quot;, &quot;status&quot;: 403,
 &quot;detail&quot;: &quot;The quota of the project for vcpus is 4. The project uses 0, and this request needs 6.&quot;,
 &quot;error_name&quot;: &quot;QUOTA_EXCEEDED&quot;, …}
</code></pre>
<p>A patch changes only the members that it names, and null restores the default:</p>
<pre><code class="language-sh">api /v1/projects/quota-demo -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; \\
  -d &#39;{&quot;quota&quot;: {&quot;guests&quot;: 5, &quot;vcpus&quot;: null}}&#39;
</code></pre>
<pre><code class="language-json">{&quot;quota&quot;: {&quot;guests&quot;: 5, &quot;vcpus&quot;: null, &quot;memory_mib&quot;: null, …}, …}
</code></pre>
<ul>
<li>A quota below the usage is accepted. Nothing is deleted, but nothing more can be created until the usage is below the
quota.</li>
<li>A replayed request with an <a href="/docs/guide/idempotency">Idempotency-Key</a> creates nothing, so it does not count twice.</li>
<li>The size of an upload is checked when it begins, while it arrives, and in the transaction that ends it. Content that
exceeds the quota is discarded, and the image keeps its state.</li>
</ul>
<h2 id="without-a-quota">Without a quota</h2>
<ul>
<li>A user can have at most 100 tokens that have not expired. The operator can configure this number. A request for more
is rejected (403 <code>QUOTA_EXCEEDED</code>).</li>
<li>A guest cannot have more vCPUs or memory than its host. A request for such a guest is rejected (507
<code>CAPACITY_EXHAUSTED</code>).</li>
<li>Only administrators can create users, groups and projects, so nothing limits them. A user or group can have each role
only once in a project and once for each guest, so the number of permissions is also limited.</li>
</ul>
`,
  },
  {
    page: 'hosts',
    title: `Hosts`,
    html: `<h1 id="hosts">Hosts</h1>
<p>A host is a hypervisor that guests run on. The first start of a service creates the host that its configuration names.
Administrators create all others with requests, while the service runs.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="create-hosts">Create hosts</h2>
<p>Simulated hosts need no hypervisor, so a fleet can be tried anywhere:</p>
<pre><code class="language-sh">for HOST in rack-1 rack-2 rack-3; do
  api /v1/hosts --json &#39;{&quot;name&quot;: &quot;&#39;$HOST&#39;&quot;, &quot;backend&quot;: &quot;fake&quot;,
    &quot;uri&quot;: &quot;fake:///&#39;$HOST&#39;?vcpus=16&amp;memory_mib=65536&amp;disk_mib=524288&quot;}&#39; &gt; /dev/null
done
sleep 3
api &#39;/v1/hosts?fields=name,state,vcpus&#39;
</code></pre>
<p>A new host is <code>away</code>. It becomes <code>up</code> by itself when its hypervisor responds, now or later. Then it also shows its size
and its capabilities.</p>
<div class="table"><table>
<thead>
<tr>
<th>backend</th>
<th>URIs that a request can name</th>
</tr>
</thead>
<tbody><tr>
<td><code>libvirt</code></td>
<td><code>qemu+ssh://user@machine/system</code>, <code>qemu+tls://machine/system</code>, <code>qemu+tcp://machine/system</code>, <code>qemu:///system</code></td>
</tr>
<tr>
<td><code>fake</code></td>
<td><code>fake:///NAME?vcpus=&amp;memory_mib=&amp;disk_mib=</code>; with <code>process=own</code>, a process of its own plays the host</td>
</tr>
<tr>
<td><code>qmp</code></td>
<td>none: each service that is configured with <code>GUESTHOUSE_BACKEND=qmp</code> creates the host of its own machine</td>
</tr>
</tbody></table></div>
<ul>
<li>The URI only names the hypervisor. Everything else comes from the configuration of the service that drives the host:
the folder of the storage pool (<code>GUESTHOUSE_LIBVIRT_POOL_PATH</code>), the acceleration (<code>GUESTHOUSE_ACCEL</code>), the disk
reserve. Keys and known hosts of <code>ssh</code> are those of the user that the service runs as.</li>
<li>A URI with a password is rejected (400), and so is the name of a user without <code>ssh</code>. Only administrators see URIs.</li>
<li>A <code>libvirt</code> host on another machine is driven by any service on the database, and by another one if that service ends.
<code>qemu:///system</code> is the daemon of the machine of the service that got the request; only services on that machine drive
it. A <code>fake</code> host belongs to the data folder of that service.</li>
</ul>
<h2 id="one-hypervisor-one-host">One hypervisor, one host</h2>
<p>A hypervisor has an identity: for libvirt the UUID of its machine, with the driver. A hypervisor that is already a host is
rejected (409 <code>HOST_ALREADY_EXISTS</code>), also under another URI. If it does not respond to the request, the host is created.
When it then responds for the first time, the host stays <code>away</code>, and its <code>fault</code> names the other host. Delete one of them.</p>
<p>Two libvirt daemons on one machine report the same UUID. Set <code>host_uuid</code> in the <code>libvirtd.conf</code> of one of them.</p>
<h2 id="cordon-a-host">Cordon a host</h2>
<p>A host that is cordoned keeps its guests and gets no new ones:</p>
<pre><code class="language-sh">api /v1/hosts/rack-2 -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; -d &#39;{&quot;schedulable&quot;: false}&#39; &gt; /dev/null
api &#39;/v1/hosts?search=schedulable=false&amp;fields=name&#39;
</code></pre>
<p>See <a href="/docs/guide/placement">Placement</a> for how much of a host guests can claim.</p>
<h2 id="change-the-name-or-the-uri">Change the name or the URI</h2>
<pre><code class="language-sh">api /v1/hosts/rack-3 -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; -d &#39;{&quot;name&quot;: &quot;rack-03&quot;}&#39; &gt; /dev/null
</code></pre>
<p>A new <code>uri</code> is accepted only if the same hypervisor responds there; another one is rejected (409 <code>OTHER_HYPERVISOR</code>). A
host without guests that has never been reached can get any URI. The URI of a host that a configuration names changes
only with that configuration.</p>
<h2 id="remove-a-host">Remove a host</h2>
<pre><code class="language-sh">api /v1/hosts/rack-03 -X DELETE
</code></pre>
<p>A host that still has guests is not deleted (409 <code>HOST_NOT_EMPTY</code>). Nothing changes on the hypervisor. If a host is gone
for good, first forget its guests (<code>DELETE /v1/guests/{guest}?forget=true</code>).</p>
<p>A host that a configuration names is created again when that service starts.</p>
`,
  },
  {
    page: 'placement',
    title: `Placement`,
    html: `<h1 id="placement">Placement</h1>
<p>Each host has a capacity, and each guest claims a part of it. Administrators decide how much of a host guests can claim,
and whether the host gets new guests.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
HOST=$(api &#39;/v1/hosts?limit=1&amp;fields=id&#39; | sed &#39;s/.*&quot;id&quot;:&quot;\\([^&quot;]*\\)&quot;.*/\\1/&#39;)
</code></pre>
<h2 id="capacity">Capacity</h2>
<p>The capacity of a host, for each of <code>vcpus</code>, <code>memory_mib</code> and <code>disk_mib</code>, is:</p>
<ul>
<li>The capacity is (what the host has − <code>reserved</code>) × ratio.</li>
<li>What is free is the capacity minus what the guests of the host have claimed.</li>
</ul>
<div class="table"><table>
<thead>
<tr>
<th>member</th>
<th>default</th>
<th>what it means</th>
</tr>
</thead>
<tbody><tr>
<td><code>ratios.vcpus</code></td>
<td>4</td>
<td>guests can have four times as many vCPUs as the host CPUs</td>
</tr>
<tr>
<td><code>ratios.memory</code></td>
<td>1</td>
<td>guests can have as much memory as the host</td>
</tr>
<tr>
<td><code>ratios.disk</code></td>
<td>1</td>
<td>the disks of guests can be as large as the storage</td>
</tr>
<tr>
<td><code>reserved.vcpus</code></td>
<td>0</td>
<td>CPUs that guests cannot claim</td>
</tr>
<tr>
<td><code>reserved.memory_mib</code></td>
<td>1024</td>
<td>memory that guests cannot claim</td>
</tr>
<tr>
<td><code>reserved.disk_mib</code></td>
<td>0</td>
<td>storage that guests cannot claim</td>
</tr>
</tbody></table></div>
<p>Results are rounded down, and are never negative. If a host does not report the size of its storage, its <code>disk_mib</code> is
null, and the disks of its guests are not limited. A libvirt host reports it when its storage pool exists, which is made
with the first guest.</p>
<p>Everyone who can read a host can read its <code>usage</code>: what guests have claimed (<code>taken</code>), and what new guests can still
claim (<code>free</code>).</p>
<h2 id="set-the-capacity">Set the capacity</h2>
<pre><code class="language-sh">api /v1/hosts/$HOST -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; \\
  -d &#39;{&quot;ratios&quot;: {&quot;vcpus&quot;: 8}, &quot;reserved&quot;: {&quot;memory_mib&quot;: 4096}}&#39;
</code></pre>
<pre><code class="language-json">{ &quot;ratios&quot;: { &quot;vcpus&quot;: 8, &quot;memory&quot;: 1, &quot;disk&quot;: 1 }, &quot;reserved&quot;: { &quot;vcpus&quot;: 0, &quot;memory_mib&quot;: 4096, &quot;disk_mib&quot;: 0 } }
</code></pre>
<p>Null restores a default:</p>
<pre><code class="language-sh">api /v1/hosts/$HOST -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; -d &#39;{&quot;ratios&quot;: null, &quot;reserved&quot;: null}&#39;
</code></pre>
<pre><code class="language-json">{ &quot;ratios&quot;: { &quot;vcpus&quot;: 4, &quot;memory&quot;: 1, &quot;disk&quot;: 1 } }
</code></pre>
<p>A capacity that is less than what guests have claimed is accepted. These guests stay and keep working, and <code>free</code> is 0
until enough of them are deleted.</p>
<h2 id="cordon-a-host">Cordon a host</h2>
<p>A host whose <code>schedulable</code> is false gets no new guests. Its guests stay, and can be started, changed and deleted.</p>
<pre><code class="language-sh">api /v1/hosts/$HOST -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; -d &#39;{&quot;schedulable&quot;: false}&#39;
api &quot;/v1/hosts?search=schedulable=false&amp;fields=schedulable&quot;
api /v1/hosts/$HOST -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; -d &#39;{&quot;schedulable&quot;: true}&#39;
</code></pre>
<pre><code class="language-json">{ &quot;schedulable&quot;: true }
</code></pre>
<h2 id="placement-groups">Placement groups</h2>
<p>A placement group decides which hosts its guests get. With the policy <code>spread</code>, a new guest gets a host with as few
guests of the group as possible; with <code>together</code>, a host that has guests of the group already. If the group is <code>strict</code>,
a guest for which no such host is left is rejected (507 <code>CAPACITY_EXHAUSTED</code>); otherwise it gets another host. A guest
is in at most one group, and stays in it.</p>
<pre><code class="language-sh">api /v1/placement-groups --json &#39;{&quot;name&quot;: &quot;pair&quot;, &quot;policy&quot;: &quot;spread&quot;, &quot;strict&quot;: true}&#39;
</code></pre>
<pre><code class="language-json">{ &quot;name&quot;: &quot;pair&quot;, &quot;description&quot;: &quot;&quot;, &quot;policy&quot;: &quot;spread&quot;, &quot;strict&quot;: true }
</code></pre>
<p>A request names the group in <code>placement</code>: <code>{&quot;name&quot;: &quot;pair-1&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 64, &quot;placement&quot;: {&quot;group&quot;: &quot;pair&quot;}}</code>. A group that has guests cannot be deleted.</p>
<h2 id="zones">Zones</h2>
<p>Every host is in one zone, the zone <code>default</code> unless an administrator has chosen another one. A zone is usually
something that can fail as a whole: a rack, a room, a site.</p>
<p>The zone of a guest is the zone of its host; <code>zone</code> finds it in searches of guests and hosts.</p>
<h2 id="what-a-guest-claims">What a guest claims</h2>
<p>A guest claims its <code>vcpus</code>, its <code>memory_mib</code> and the <code>size_mib</code> of its disks, without CD-ROMs, in the transaction that
creates it. It keeps this claim while it is stopped, so a start never fails because other guests have taken the room.
The claim ends when the guest is deleted or forgotten.</p>
<p>While an operation changes <code>vcpus</code> or <code>memory_mib</code>, the guest claims the larger of the old and the new size. An increase
that its host does not have free is rejected (507 <code>CAPACITY_EXHAUSTED</code>). A guest can always become smaller.</p>
<h2 id="the-choice-of-a-host">The choice of a host</h2>
<p>Guesthouse places a new guest on the host of which the smallest share would then be claimed; the largest of the shares of
vCPUs, memory and storage counts. It draws one of the three best hosts at random, so that many requests at once do not
all meet on one host. A host that does not have the images of the guest yet counts as if 20 % more of it were claimed.
These hosts are never chosen:</p>
<div class="table"><table>
<thead>
<tr>
<th>reason</th>
<th>the host</th>
</tr>
</thead>
<tbody><tr>
<td><code>not_selected</code></td>
<td>is excluded by the <code>placement</code> of the request</td>
</tr>
<tr>
<td><code>cordoned</code></td>
<td>has <code>schedulable</code> false</td>
</tr>
<tr>
<td><code>unsupported</code></td>
<td>lacks a capability, such as a firmware or a disk bus</td>
</tr>
<tr>
<td><code>network</code></td>
<td>lacks a network of the guest</td>
</tr>
<tr>
<td><code>group</code></td>
<td>is excluded by the placement group</td>
</tr>
<tr>
<td><code>too_small</code></td>
<td>has fewer vCPUs or less memory than the guest alone, whatever its ratios</td>
</tr>
<tr>
<td><code>full</code></td>
<td>does not have enough left</td>
</tr>
<tr>
<td><code>away</code></td>
<td>would fit but does not respond, or has never been reached</td>
</tr>
</tbody></table></div>
<p><code>placement</code> in the body of <code>POST /v1/guests</code> limits the hosts. A host must meet each member that is not null: <code>host</code> (its
id or name), <code>zone</code>, and <code>hosts</code>, a <a href="/docs/guide/search">search</a> over hosts.</p>
<pre><code class="language-sh">api /v1/guests --json &#39;{&quot;name&quot;: &quot;placed&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 64,
  &quot;placement&quot;: {&quot;zone&quot;: &quot;default&quot;, &quot;hosts&quot;: &quot;state=up schedulable=true&quot;}}&#39;
</code></pre>
<pre><code class="language-json">{ &quot;name&quot;: &quot;placed&quot;, &quot;zone&quot;: { &quot;name&quot;: &quot;default&quot; } }
</code></pre>
<p>The event <code>guest.placed</code> names the host that was chosen.</p>
<h2 id="when-no-host-is-left">When no host is left</h2>
<p>The request is rejected with 507 <code>CAPACITY_EXHAUSTED</code>. <code>hosts</code> has the reason of each host, at most 100:</p>
<pre><code class="language-sh">curl -sS -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/guests --json &#39;{&quot;name&quot;: &quot;unplaced&quot;, &quot;vcpus&quot;: 1,
  &quot;memory_mib&quot;: 64, &quot;placement&quot;: {&quot;hosts&quot;: &quot;metadata.disk=tape&quot;}}&#39;
</code></pre>
<pre><code class="language-json">{ &quot;status&quot;: 507, &quot;error_name&quot;: &quot;CAPACITY_EXHAUSTED&quot;, &quot;hosts&quot;: [{ &quot;reason&quot;: &quot;not_selected&quot; }] }
</code></pre>
<p>If a host would fit but is away, the status is 503 <code>HOST_UNREACHABLE</code> instead, with the same list: try again when the
host is up. If no host supports what the guest needs, the status is 501 <code>UNSUPPORTED_BY_BACKEND</code>.</p>
<p>Two requests can never claim the same room, however many services use the database: the claim checks the capacity of the
host again, while no other guest can claim a part of it (<code>test/store/placements.test.ts</code>). If another request has claimed
the room meanwhile, Guesthouse chooses again.</p>
<p>The <code>zone</code> of a project is the zone of its new guests, unless the request names a zone or a host.</p>
`,
  },
  {
    page: 'networks',
    title: `Networks`,
    html: `<h1 id="networks">Networks</h1>
<p>A network connects the NICs of guests. The service learns the networks from its hosts; administrators decide which
projects can use them.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="which-networks-exist">Which networks exist</h2>
<ul>
<li><code>user</code> is address translation without privileges. Every host has it, always.</li>
<li>A network of kind <code>bridge</code> is a network of libvirt that is active, or a bridge of the host. A network of this name on
several hosts is one network with one id. Upper and lower case of its name differ, as on the hosts.</li>
</ul>
<p>Each host reports its networks when it connects, and then every 10 seconds. A list never queries a hypervisor.
<code>hosts.count</code> is the number of hosts that have the network, and <code>hosts.href</code> is the list of these hosts. A host that is
away keeps the networks that it last reported. If no host has the network any more, its <code>state</code> is <code>absent</code>. It keeps its
id and its settings, because guests can refer to it, and becomes <code>present</code> again when a host reports it.</p>
<p>Administrators can delete an absent network that no guest uses. The deletion of another network is rejected (409
<code>NETWORK_IN_USE</code>).</p>
<h2 id="which-networks-a-project-can-use">Which networks a project can use</h2>
<p>A guest can be created on a network only if both of these allow it:</p>
<div class="table"><table>
<thead>
<tr>
<th>who decides</th>
<th>where</th>
</tr>
</thead>
<tbody><tr>
<td>the operator of the service</td>
<td><code>GUESTHOUSE_NETWORKS</code> names the network, or is <code>*</code>. The default is <code>user,default</code></td>
</tr>
<tr>
<td>administrators, by the network</td>
<td><code>access</code> is <code>all</code>, or <code>access</code> is <code>listed</code> and <code>projects</code> contains the guest&#39;s project</td>
</tr>
</tbody></table></div>
<p>A new network has the <code>access</code> <code>all</code>, so at first the operator&#39;s configuration decides: a bridge can be used only if
<code>GUESTHOUSE_NETWORKS</code> permits it. Administrators can only narrow what the configuration permits. They can set the
<code>access</code> of a network before the operator permits it.</p>
<p>A list shows the networks that the current project can use. Administrators see all networks with <code>all_projects=true</code>,
including those that the configuration does not permit.</p>
<pre><code class="language-sh">api &#39;/v1/networks?fields=name,kind,state,access,mac_choice&#39;
</code></pre>
<pre><code class="language-json">{&quot;networks&quot;: [{&quot;name&quot;: &quot;lab&quot;, &quot;kind&quot;: &quot;bridge&quot;, &quot;state&quot;: &quot;present&quot;, &quot;access&quot;: &quot;all&quot;, &quot;mac_choice&quot;: &quot;members&quot;, …},
              {&quot;name&quot;: &quot;user&quot;, &quot;kind&quot;: &quot;user&quot;, &quot;state&quot;: &quot;present&quot;, &quot;access&quot;: &quot;all&quot;, &quot;mac_choice&quot;: &quot;members&quot;, …}], …}
</code></pre>
<p>Only the project <code>demo-net</code> can use the network <code>lab</code> after this change:</p>
<pre><code class="language-sh">api /v1/projects --json &#39;{&quot;name&quot;: &quot;demo-net&quot;}&#39; &gt; /dev/null
curl -sS --fail-with-body -w &#39;\\n&#39; -X PATCH -H &quot;Authorization: Bearer $TOKEN&quot; \\
  -H &#39;Content-Type: application/merge-patch+json&#39; $GUESTHOUSE/v1/networks/lab \\
  -d &#39;{&quot;access&quot;: &quot;listed&quot;, &quot;projects&quot;: [&quot;demo-net&quot;], &quot;mac_choice&quot;: &quot;administrators&quot;}&#39;
</code></pre>
<pre><code class="language-json">{&quot;name&quot;: &quot;lab&quot;, &quot;access&quot;: &quot;listed&quot;, &quot;projects&quot;: [{&quot;name&quot;: &quot;demo-net&quot;, …}], &quot;mac_choice&quot;: &quot;administrators&quot;, …}
</code></pre>
<p>A request for a guest on a network that the project cannot use gets the same response as for a network that does not
exist (400, with a pointer):</p>
<pre><code class="language-sh">curl -sS -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/guests \\
  --json &#39;{&quot;name&quot;: &quot;on-lab&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 128, &quot;nics&quot;: [{&quot;network&quot;: &quot;lab&quot;}]}&#39;
</code></pre>
<pre><code class="language-json">{&quot;status&quot;: 400, &quot;errors&quot;: [{&quot;pointer&quot;: &quot;/nics/0/network&quot;, &quot;detail&quot;: &quot;does not name a network that the guest can use&quot;}],
 &quot;error_name&quot;: &quot;VALIDATION_FAILED&quot;, …}
</code></pre>
<p>Guests that already exist keep a network that their project can no longer use: they keep running, and can be started,
changed and deleted. To end this use, delete these guests. If a project is deleted, it disappears from <code>projects</code>. A
network that lists no project can be used by no project.</p>
<h2 id="nics-and-mac-addresses">NICs and MAC addresses</h2>
<p><code>nics[].network</code> of a new guest is the id or the name of a network. The guest keeps the name.</p>
<p>With the <code>mac_choice</code> <code>members</code>, everyone who can create guests can also choose the MAC addresses of their NICs. With
<code>administrators</code>, a request of another caller that contains a MAC address is rejected (400, with a pointer to <code>mac</code>), and
every NIC gets a random address. Existing NICs keep their addresses.</p>
<h2 id="events">Events</h2>
<p><code>network.added</code>, <code>network.changed</code> and <code>network.removed</code> report changes to administrators. <code>network.changed</code> has the
changed members in <code>detail.changed</code>, or the new state in <code>detail.state</code>.</p>
`,
  },
  {
    page: 'images',
    title: `Images on several machines`,
    html: `<h1 id="images-on-several-machines">Images on several machines</h1>
<p>Several services can use one database, each on its own machine. This page explains where the content of images is, how
it reaches the machines that need it, and what an operator must set up.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="where-the-content-is">Where the content is</h2>
<p>Each service stores the content that is uploaded to it in its own data folder. A request for anything else about an
image can go to any service. Services with the same data folder share the content.</p>
<div class="table"><table>
<thead>
<tr>
<th>what a client or an operation does</th>
<th>what happens if the content is on another machine</th>
</tr>
</thead>
<tbody><tr>
<td>creates a guest from the image</td>
<td>the service that drives the guest&#39;s host copies the content, then continues</td>
</tr>
<tr>
<td>starts or changes a guest that needs it</td>
<td>the same, if the guest must be defined again on its host</td>
</tr>
<tr>
<td>downloads the content, in whole or in part</td>
<td>the service passes the content through, and keeps no copy</td>
</tr>
<tr>
<td>deletes the image</td>
<td>every service removes its copy, within ten minutes</td>
</tr>
</tbody></table></div>
<p>An image is copied to a data folder once, however many guests need it at the same time. A service makes at most four
copies at the same time. The operation shows the progress of the copy, and a cancellation of the operation ends it. A
copy counts only when its size and its SHA-256 are right; an interrupted copy starts again from the beginning. Copies
must leave the same disk reserve free as uploads (<code>GUESTHOUSE_DISK_RESERVE</code>), and cost a project no quota.</p>
<p>A copy that was made for guests is removed with the last guest that needs it on the hosts of that service. The content
stays in the data folder that received the upload, until the image is deleted. If the other copies are on machines whose
services are not running, no copy is removed.</p>
<h2 id="copies-on-hosts">Copies on hosts</h2>
<p>A host that has the bytes of an image can create a guest from it without a transfer. A libvirt host has its own copy of
each image that its guests need, made when the first guest is created. The guests of the other backends use the content
in the data folder of the service that drives the host.</p>
<p><code>GET /v1/images/{image}/copies</code> lists the hosts that have an image, with <code>state</code> (<code>copying</code> or <code>ready</code>), <code>size_bytes</code> and
<code>since</code>. A copy that was made for guests goes with the last guest of the host that needs the image. A raw disk is a copy
of its own, so its guest does not need the image after its creation.</p>
<p><code>PUT /v1/images/{image}/copies/{host}</code> copies an image to a host ahead of need: an operation <code>image.copy</code>, which shows its
progress and can be cancelled. Such a copy (<code>ahead</code> is true) stays until
<code>DELETE /v1/images/{image}/copies/{host}</code>, or until the image is deleted. While a guest on the host needs the image, its
copy cannot be removed (409 <code>IMAGE_IN_USE</code>).</p>
<p>The service that drives the host compares the list with what the host really has, when it starts and every minute. A copy
that others removed or cut short is not listed any more, and is made again when a guest or a request needs it. A copy that
others restored is listed again if a guest needs it.</p>
<p>This example uploads an image, and copies it to the host of the guest <code>web-1</code>:</p>
<pre><code class="language-sh">api /v1/images --json &#39;{&quot;name&quot;: &quot;appliance&quot;, &quot;kind&quot;: &quot;disk&quot;, &quot;format&quot;: &quot;raw&quot;}&#39; &gt; /dev/null
head -c 1048576 /dev/zero &gt; appliance.raw
api /v1/images/appliance/content -T appliance.raw -H &#39;Content-Type: application/octet-stream&#39; &gt; /dev/null
host=$(api &#39;/v1/guests/web-1?fields=host&#39; | sed -E &#39;s/.*&quot;host&quot;: ?\\{&quot;id&quot;: ?&quot;([^&quot;]+)&quot;.*/\\1/&#39;)
id=$(api /v1/images/appliance/copies/$host -X PUT -o /dev/null -w &#39;%header{x-operation-id}&#39;)
until api /v1/operations/$id | grep -E &#39;&quot;state&quot;:&quot;(succeeded|failed|cancelled)&quot;&#39;; do sleep 0.5; done
api /v1/images/appliance/copies
</code></pre>
<pre><code class="language-json">{&quot;id&quot;: &quot;…&quot;, &quot;kind&quot;: &quot;image.copy&quot;, &quot;state&quot;: &quot;succeeded&quot;, …}
{&quot;copies&quot;: [
  {&quot;host&quot;: {&quot;id&quot;: &quot;…&quot;, &quot;name&quot;: &quot;…&quot;}, &quot;state&quot;: &quot;ready&quot;, &quot;size_bytes&quot;: 1048576, &quot;ahead&quot;: true, &quot;since&quot;: &quot;…&quot;}],
 &quot;markers&quot;: {&quot;prev&quot;: null, &quot;next&quot;: null}}
</code></pre>
<p>Remove the copy when the host no longer needs it:</p>
<pre><code class="language-sh">api /v1/images/appliance/copies/$host -X DELETE
api /v1/images/appliance/copies
</code></pre>
<pre><code class="language-json">{ &quot;copies&quot;: [], &quot;markers&quot;: { &quot;prev&quot;: null, &quot;next&quot;: null } }
</code></pre>
<h2 id="what-to-set-up">What to set up</h2>
<p>Give each service the URL at which the other services reach it, such as
<code>GUESTHOUSE_ADVERTISE_URL=https://node1.example:8480</code>.</p>
<ul>
<li>The URL must use <code>https://</code>, unless it is on loopback or <code>GUESTHOUSE_INSECURE=1</code> is set. The other services verify the
certificate. If Node does not trust its certificate authority, name the authority in <code>NODE_EXTRA_CA_CERTS</code> of the other
services.</li>
<li>A service with <code>GUESTHOUSE_TLS_CLIENT_CA</code> also requires a client certificate from the other services. They present the
certificate in their <code>GUESTHOUSE_TLS_CERT</code>.</li>
<li>A proxy in front of a service must pass the header <code>Authorization</code> on.</li>
<li>The services authenticate themselves with a secret in the database. Nothing needs to be configured for this.</li>
</ul>
<p>Without the URL, a service can still copy content from others, but no other service can copy from it. With shared
storage as the data folder of all services, no copies are necessary.</p>
<h2 id="if-content-cannot-be-copied">If content cannot be copied</h2>
<div class="table"><table>
<thead>
<tr>
<th><code>error_name</code> of the operation&#39;s fault</th>
<th>reason</th>
<th>what to do</th>
</tr>
</thead>
<tbody><tr>
<td><code>IMAGE_NOT_AVAILABLE</code></td>
<td>no service that has the content has announced a URL</td>
<td>set <code>GUESTHOUSE_ADVERTISE_URL</code> on the machine that the fault names</td>
</tr>
<tr>
<td><code>HOST_UNREACHABLE</code></td>
<td>the service that has the content did not respond, for five minutes</td>
<td>start that service, check its URL and certificate, and repeat the request</td>
</tr>
<tr>
<td><code>DIGEST_MISMATCH</code></td>
<td>the service that has the content sends other bytes: its copy is damaged</td>
<td>restore the file, or delete the image and upload it again</td>
</tr>
<tr>
<td><code>CAPACITY_EXHAUSTED</code></td>
<td>the copy would not leave the disk reserve free</td>
<td>free space on the machine that drives the host</td>
</tr>
</tbody></table></div>
`,
  },
  {
    page: 'growing-from-one-host-to-many',
    title: `Growing from one host to many`,
    html: `<h1 id="growing-from-one-host-to-many">Growing from one host to many</h1>
<p>This page makes a fleet. The first part takes five minutes and needs no hypervisor: its hosts are simulated. The second
part takes ten minutes, with libvirt on two machines, or with two daemons on one machine.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<p><code>GUESTHOUSE_BACKEND=fake make run</code> starts a service with one simulated host.</p>
<h2 id="add-zones-and-hosts">Add zones and hosts</h2>
<p>A zone is something that can fail as a whole, such as a room. Each host is in one zone:</p>
<pre><code class="language-sh">api /v1/zones --json &#39;{&quot;name&quot;: &quot;room-a&quot;}&#39; &gt; /dev/null
api /v1/zones --json &#39;{&quot;name&quot;: &quot;room-b&quot;}&#39; &gt; /dev/null
add_host() {
  api /v1/hosts --json &#39;{&quot;name&quot;: &quot;&#39;$1&#39;&quot;, &quot;zone&quot;: &quot;&#39;$2&#39;&quot;, &quot;backend&quot;: &quot;fake&quot;,
    &quot;uri&quot;: &quot;fake:///&#39;$1&#39;?vcpus=4&amp;memory_mib=8192&amp;disk_mib=102400&quot;}&#39; &gt; /dev/null
}
add_host node-1 room-a
add_host node-2 room-a
add_host node-3 room-b
</code></pre>
<p>A new host is <code>away</code> until it has been reached. Wait for all three:</p>
<pre><code class="language-sh">hosts() { api &#39;/v1/hosts?fields=name,state,zone,vcpus&#39; -G --data-urlencode &#39;search=name=node-*&#39;; }
until [ &quot;$(hosts | grep -o &#39;&quot;state&quot;:&quot;up&quot;&#39; | wc -l)&quot; = 3 ]; do sleep 1; done
hosts
</code></pre>
<pre><code class="language-json">{&quot;hosts&quot;: [{&quot;name&quot;: &quot;node-1&quot;, &quot;state&quot;: &quot;up&quot;, &quot;zone&quot;: {&quot;name&quot;: &quot;room-a&quot;, …}, &quot;vcpus&quot;: 4, …},
           {&quot;name&quot;: &quot;node-2&quot;, &quot;state&quot;: &quot;up&quot;, &quot;zone&quot;: {&quot;name&quot;: &quot;room-a&quot;, …}, &quot;vcpus&quot;: 4, …},
           {&quot;name&quot;: &quot;node-3&quot;, &quot;state&quot;: &quot;up&quot;, &quot;zone&quot;: {&quot;name&quot;: &quot;room-b&quot;, …}, &quot;vcpus&quot;: 4, …}], …}
</code></pre>
<h2 id="place-guests">Place guests</h2>
<p>Without <code>placement</code>, Guesthouse chooses among all hosts. A request can limit the choice by a search over hosts, by a
zone, or to one host. These guests use the hosts of this page only:</p>
<pre><code class="language-sh">guest() {
  api /v1/guests -H &#39;Prefer: wait=30&#39; --json &#39;{&quot;name&quot;: &quot;&#39;$1&#39;&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 512, &quot;placement&quot;: &#39;&quot;$2&quot;&#39;}&#39;
}
guest anywhere &#39;{&quot;hosts&quot;: &quot;name=node-*&quot;}&#39; &gt; /dev/null
guest in-room-b &#39;{&quot;zone&quot;: &quot;room-b&quot;}&#39;
guest on-node-2 &#39;{&quot;host&quot;: &quot;node-2&quot;}&#39;
</code></pre>
<pre><code class="language-json">{&quot;name&quot;: &quot;in-room-b&quot;, &quot;zone&quot;: {&quot;name&quot;: &quot;room-b&quot;, …}, &quot;host&quot;: {&quot;name&quot;: &quot;node-3&quot;, …}, …}
{&quot;name&quot;: &quot;on-node-2&quot;, &quot;zone&quot;: {&quot;name&quot;: &quot;room-a&quot;, …}, &quot;host&quot;: {&quot;name&quot;: &quot;node-2&quot;, …}, …}
</code></pre>
<p>The guests of a placement group with the policy <code>spread</code> get different hosts. A strict group rejects a guest for which
no host is left:</p>
<pre><code class="language-sh">api /v1/placement-groups --json &#39;{&quot;name&quot;: &quot;replicas&quot;, &quot;policy&quot;: &quot;spread&quot;, &quot;strict&quot;: true}&#39; &gt; /dev/null
for NUMBER in 1 2 3; do
  guest replica-$NUMBER &#39;{&quot;group&quot;: &quot;replicas&quot;, &quot;hosts&quot;: &quot;name=node-*&quot;}&#39; &gt; /dev/null
done
guest replica-4 &#39;{&quot;group&quot;: &quot;replicas&quot;, &quot;hosts&quot;: &quot;name=node-*&quot;}&#39; || echo rejected
</code></pre>
<pre><code class="language-json">{&quot;status&quot;: 507, &quot;error_name&quot;: &quot;CAPACITY_EXHAUSTED&quot;, &quot;hosts&quot;: [
  {&quot;host&quot;: {&quot;name&quot;: &quot;node-1&quot;, …}, &quot;reason&quot;: &quot;group&quot;, …}, {&quot;host&quot;: {&quot;name&quot;: &quot;node-2&quot;, …}, &quot;reason&quot;: &quot;group&quot;, …},
  {&quot;host&quot;: {&quot;name&quot;: &quot;node-3&quot;, …}, &quot;reason&quot;: &quot;group&quot;, …}, {&quot;reason&quot;: &quot;not_selected&quot;, …}], …}
</code></pre>
<p>The response has the reason of each host; see <a href="/docs/guide/placement">Placement</a>. The event <code>guest.placed</code> names the host of each
guest.</p>
<h2 id="decide-how-full-a-host-can-be">Decide how full a host can be</h2>
<p><code>usage</code> shows what guests have claimed of a host, and what new guests can still claim. The capacity is what remains of
the host after <code>reserved</code>, multiplied by <code>ratios</code>:</p>
<pre><code class="language-sh">change() { api &quot;$1&quot; -X PATCH -H &#39;Content-Type: application/merge-patch+json&#39; -d &quot;$2&quot;; }
change /v1/hosts/node-3 &#39;{&quot;ratios&quot;: {&quot;vcpus&quot;: 1}, &quot;reserved&quot;: {&quot;memory_mib&quot;: 2048}}&#39; &gt; /dev/null
api &#39;/v1/hosts/node-3?fields=usage&#39;
</code></pre>
<pre><code class="language-json">{&quot;usage&quot;: {&quot;vcpus&quot;: {&quot;taken&quot;: …, &quot;free&quot;: …}, &quot;memory_mib&quot;: …, &quot;disk_mib&quot;: {&quot;taken&quot;: 0, &quot;free&quot;: 102400}}, …}
</code></pre>
<p>A host that is cordoned keeps its guests and gets no new ones, for example before maintenance:</p>
<pre><code class="language-sh">change /v1/hosts/node-2 &#39;{&quot;schedulable&quot;: false}&#39; &gt; /dev/null
guest not-placed &#39;{&quot;host&quot;: &quot;node-2&quot;}&#39; || echo rejected
change /v1/hosts/node-2 &#39;{&quot;schedulable&quot;: true}&#39; &gt; /dev/null
</code></pre>
<pre><code class="language-json">{&quot;status&quot;: 507, &quot;error_name&quot;: &quot;CAPACITY_EXHAUSTED&quot;, &quot;hosts&quot;: [{&quot;host&quot;: {&quot;name&quot;: &quot;node-2&quot;, …}, &quot;reason&quot;: &quot;cordoned&quot;, …}, …], …}
</code></pre>
<h2 id="name-sizes-and-find-networks">Name sizes, and find networks</h2>
<p>An instance type is a named size. A guest keeps a copy of its values:</p>
<pre><code class="language-sh">api /v1/instance-types --json &#39;{&quot;name&quot;: &quot;small&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 1024}&#39; &gt; /dev/null
api /v1/guests -H &#39;Prefer: wait=30&#39; --json &#39;{&quot;name&quot;: &quot;typed&quot;, &quot;instance_type&quot;: &quot;small&quot;,
  &quot;placement&quot;: {&quot;hosts&quot;: &quot;name=node-*&quot;}}&#39;
</code></pre>
<pre><code class="language-json">{&quot;name&quot;: &quot;typed&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 1024, &quot;instance_type&quot;: {&quot;name&quot;: &quot;small&quot;, …}, …}
</code></pre>
<p>A guest is placed only on a host that has its networks. Hosts report their networks, and <code>hosts.count</code> of a network is
the number of hosts that have it; see <a href="/docs/guide/networks">Networks</a>:</p>
<pre><code class="language-sh">api &#39;/v1/networks?search=name=user&amp;fields=name,kind,hosts&#39;
</code></pre>
<pre><code class="language-json">{&quot;networks&quot;: [{&quot;name&quot;: &quot;user&quot;, &quot;kind&quot;: &quot;user&quot;, …}], …}
</code></pre>
<h2 id="bring-an-image-to-a-host-ahead-of-need">Bring an image to a host ahead of need</h2>
<p>A host gets an image with its first guest that needs it. Copy a large image beforehand:</p>
<pre><code class="language-sh">api /v1/images --json &#39;{&quot;name&quot;: &quot;base&quot;, &quot;kind&quot;: &quot;disk&quot;, &quot;format&quot;: &quot;raw&quot;}&#39; &gt; /dev/null
head -c 1048576 /dev/zero | api /v1/images/base/content -T - -H &#39;Content-Type: application/octet-stream&#39; &gt; /dev/null
api /v1/images/base/copies/node-1 -X PUT &gt; /dev/null
until api /v1/images/base/copies | grep &#39;&quot;ready&quot;&#39;; do sleep 1; done
</code></pre>
<pre><code class="language-json">{&quot;copies&quot;: [{&quot;host&quot;: {&quot;name&quot;: &quot;node-1&quot;, …}, &quot;state&quot;: &quot;ready&quot;, &quot;size_bytes&quot;: 1048576, &quot;ahead&quot;: true, …}], …}
</code></pre>
<h2 id="watch-the-fleet">Watch the fleet</h2>
<p><code>/metrics</code> has a few series for each host, for Prometheus:</p>
<pre><code class="language-sh">api /metrics | grep &#39;host=&quot;node-2&quot;&#39;
</code></pre>
<pre><code class="language-text">guesthouse_host_state{host=&quot;node-2&quot;,state=&quot;up&quot;} 1
guesthouse_host_schedulable{host=&quot;node-2&quot;} 1
guesthouse_host_operations_open{host=&quot;node-2&quot;,state=&quot;queued&quot;} 0
</code></pre>
<div class="table"><table>
<thead>
<tr>
<th>metric</th>
<th>what it shows</th>
</tr>
</thead>
<tbody><tr>
<td><code>guesthouse_host_vcpus_taken</code>, <code>…_free</code></td>
<td>vCPUs that guests claim, and that new guests can still claim</td>
</tr>
<tr>
<td><code>guesthouse_host_memory_taken_bytes</code>, <code>…_free_bytes</code></td>
<td>the same of memory</td>
</tr>
<tr>
<td><code>guesthouse_host_disk_taken_bytes</code>, <code>…_free_bytes</code></td>
<td>the same of storage; the latter is missing if the host does not report its storage</td>
</tr>
<tr>
<td><code>guesthouse_host_state</code></td>
<td>1 for the <code>state</code> of the host (<code>up</code> or <code>away</code>), 0 for the other</td>
</tr>
<tr>
<td><code>guesthouse_host_schedulable</code></td>
<td>0 if the host is cordoned</td>
</tr>
<tr>
<td><code>guesthouse_host_operations_open</code></td>
<td>operations of the host by <code>state</code>: <code>queued</code> or <code>running</code></td>
</tr>
<tr>
<td><code>guesthouse_hosts_left_out</code></td>
<td>hosts that are not shown: <code>/metrics</code> shows the 1,000 oldest</td>
</tr>
<tr>
<td><code>guesthouse_host_owned</code>, <code>…_host_up</code>, <code>…_guests_left_out</code></td>
<td>whether this service drives the host, whether the host responded, guests not shown</td>
</tr>
</tbody></table></div>
<p>All but those of the last row come from the database, so every service on it shows the same values: use <code>max by (host)</code>,
not <code>sum</code>. A host that is renamed has its new name in the next scrape, and a deleted host is missing from it.</p>
<h2 id="remove-a-host">Remove a host</h2>
<p>A host must have no guests. Delete the guests first; nothing changes on the hypervisor when the host is deleted:</p>
<pre><code class="language-sh">for GUEST in anywhere in-room-b on-node-2 replica-1 replica-2 replica-3 typed; do
  api /v1/guests/$GUEST -X DELETE -H &#39;Prefer: wait=30&#39;
done
for RESOURCE in images/base placement-groups/replicas instance-types/small; do
  api /v1/$RESOURCE -X DELETE
done
for HOST in node-1 node-2 node-3; do api /v1/hosts/$HOST -X DELETE; done
for ZONE in room-a room-b; do api /v1/zones/$ZONE -X DELETE; done
</code></pre>
<h2 id="add-a-second-service">Add a second service</h2>
<p>A second service makes the API survive the loss of the first. Both use the same PostgreSQL server, so the database
cannot be the embedded one. Each has its own data folder, and a URL at which the other can copy images from it. Stop
the service of the first part with Control-C, and start the first of the two (<code>db.example</code> is the machine of the
database):</p>
<pre><code class="language-sh">DATABASE_URL=&#39;postgres://guesthouse@db.example/guesthouse?sslmode=verify-full&#39; GUESTHOUSE_DATA=data-1 \\
  GUESTHOUSE_BACKEND=fake GUESTHOUSE_ADVERTISE_URL=http://127.0.0.1:8480 make run
</code></pre>
<p>In another terminal, start the second one:</p>
<pre><code class="language-sh">DATABASE_URL=&#39;postgres://guesthouse@db.example/guesthouse?sslmode=verify-full&#39; GUESTHOUSE_DATA=data-2 \\
  GUESTHOUSE_BACKEND=fake GUESTHOUSE_ADVERTISE_URL=http://127.0.0.1:8481 GUESTHOUSE_PORT=8481 make run
</code></pre>
<p>Both show the same fleet. The second service has added a simulated host of its own, and each service drives its own:</p>
<pre><code class="language-sh">TOKEN=$(cat data-1/admin.token)
for PORT in 8480 8481; do
  GUESTHOUSE=http://127.0.0.1:$PORT
  api &#39;/v1/hosts?fields=name,state&#39;
  api /metrics | grep &#39;^guesthouse_host_owned&#39;
done
GUESTHOUSE=http://127.0.0.1:8480
</code></pre>
<pre><code class="language-json">{&quot;hosts&quot;: [{&quot;state&quot;: &quot;up&quot;, …}, {&quot;state&quot;: &quot;up&quot;, …}], …}
</code></pre>
<p>On several machines, use the address of each machine in <code>GUESTHOUSE_ADVERTISE_URL</code>, with <code>https://</code>; see
<a href="/docs/guide/images">Images</a>. Whether another service can take a host over depends on where its guests are:</p>
<div class="table"><table>
<thead>
<tr>
<th>host</th>
<th>driven by</th>
</tr>
</thead>
<tbody><tr>
<td><code>libvirt</code> on another machine (<code>qemu+ssh://</code>, <code>qemu+tls://</code>)</td>
<td>any service; if it ends, another one takes the host over within a few seconds</td>
</tr>
<tr>
<td><code>libvirt</code> on this machine (<code>qemu:///system</code>)</td>
<td>services on this machine</td>
</tr>
<tr>
<td><code>qmp</code></td>
<td>the service on this machine with the same data folder</td>
</tr>
<tr>
<td><code>fake</code></td>
<td>services on this machine with the same data folder</td>
</tr>
</tbody></table></div>
<p>If the service that a host belongs to is gone, the host is <code>away</code>, and comes back with that service.</p>
<p><code>DATABASE_URL</code> can name several servers, of which the service uses the primary. When a standby is promoted, all services
find it within seconds: see &quot;A database that fails over&quot; in the README.</p>
<h2 id="two-libvirt-daemons">Two libvirt daemons</h2>
<p>The second part uses real hosts: libvirt on two machines, or two daemons on one machine. Do what one of the next two
sections says.</p>
<h3 id="on-two-machines">On two machines</h3>
<p>The service reaches libvirt on other machines through <code>ssh</code>. For each machine:</p>
<ol>
<li>It has libvirt with QEMU, an ssh server, and <code>virt-ssh-helper</code> or a netcat that knows <code>-U</code>.</li>
<li>A key of the user of the service, without a passphrase, opens the account of a user that can use libvirt, such as
<code>root</code>. &quot;Hosts over ssh&quot; in the README says how to limit this key to libvirt.</li>
<li>The key of the machine is in <code>~/.ssh/known_hosts</code> of the user of the service. The service never adds a key.</li>
</ol>
<p>Check this as the user of the service:</p>
<pre><code class="language-sh">ssh -o BatchMode=yes -o StrictHostKeyChecking=yes root@rack-4.example virsh -c qemu:///system version
ssh -o BatchMode=yes -o StrictHostKeyChecking=yes root@rack-5.example virsh -c qemu:///system version
RACK_4=&#39;qemu+ssh://root@rack-4.example/system&#39;
RACK_5=&#39;qemu+ssh://root@rack-5.example/system&#39;
</code></pre>
<pre><code class="language-text">Using library: libvirt
Running hypervisor: QEMU
</code></pre>
<h3 id="on-one-machine">On one machine</h3>
<p>Start a second daemon as root, in a mount namespace in which other folders cover those of libvirt. So the two daemons
share no guest, no disk and no socket. Two daemons on one machine would report the same identity, so <code>host_uuid</code> gives
the second one its own:</p>
<pre><code class="language-sh">SECOND=/var/tmp/second-libvirt
for FOLDER in etc/libvirt var/lib/libvirt var/log/libvirt run; do mkdir -p $SECOND/$FOLDER; done
echo &quot;host_uuid = \\&quot;$(cat /proc/sys/kernel/random/uuid)\\&quot;&quot; &gt; $SECOND/etc/libvirt/libvirtd.conf
printf &#39;%s\\n&#39; &#39;namespaces = []&#39; &#39;stdio_handler = &quot;file&quot;&#39; &#39;security_driver = &quot;none&quot;&#39; &gt; $SECOND/etc/libvirt/qemu.conf
unshare --mount --propagation private sh -c &#39;for FOLDER in etc/libvirt var/lib/libvirt var/log/libvirt run; do
  mount --bind $0/$FOLDER /$FOLDER; done; exec libvirtd&#39; $SECOND &gt; $SECOND/log 2&gt;&amp;1 &amp;
SECOND_PID=$!
until [ -S $SECOND/run/libvirt/libvirt-sock ]; do sleep 1; done
RACK_4=&#39;qemu:///system&#39;
RACK_5=&quot;qemu+unix:///system?socket=$SECOND/run/libvirt/libvirt-sock&quot;
</code></pre>
<h3 id="add-both-hosts">Add both hosts</h3>
<pre><code class="language-sh">api /v1/hosts --json &#39;{&quot;name&quot;: &quot;rack-4&quot;, &quot;backend&quot;: &quot;libvirt&quot;, &quot;uri&quot;: &quot;&#39;&quot;$RACK_4&quot;&#39;&quot;}&#39; &gt; /dev/null
api /v1/hosts --json &#39;{&quot;name&quot;: &quot;rack-5&quot;, &quot;backend&quot;: &quot;libvirt&quot;, &quot;uri&quot;: &quot;&#39;&quot;$RACK_5&quot;&#39;&quot;}&#39; &gt; /dev/null
racks() { api &#39;/v1/hosts?fields=name,state,backend&#39; -G --data-urlencode &#39;search=name=rack-*&#39;; }
until [ &quot;$(racks | grep -o &#39;&quot;state&quot;:&quot;up&quot;&#39; | wc -l)&quot; = 2 ]; do sleep 1; done
racks
</code></pre>
<pre><code class="language-json">{&quot;hosts&quot;: [{&quot;name&quot;: &quot;rack-4&quot;, &quot;backend&quot;: &quot;libvirt&quot;, &quot;state&quot;: &quot;up&quot;, …},
           {&quot;name&quot;: &quot;rack-5&quot;, &quot;backend&quot;: &quot;libvirt&quot;, &quot;state&quot;: &quot;up&quot;, …}], …}
</code></pre>
<p>If a host stays <code>away</code>, its <code>fault</code> or the log of the service states the reason. Each of two guests of a strict group
gets a host of its own:</p>
<pre><code class="language-sh">api /v1/placement-groups --json &#39;{&quot;name&quot;: &quot;racks&quot;, &quot;policy&quot;: &quot;spread&quot;, &quot;strict&quot;: true}&#39; &gt; /dev/null
for GUEST in real-1 real-2; do
  api &#39;/v1/guests?start=true&#39; --json &#39;{&quot;name&quot;: &quot;&#39;$GUEST&#39;&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 128,
    &quot;disks&quot;: [{&quot;size_mib&quot;: 16}], &quot;placement&quot;: {&quot;group&quot;: &quot;racks&quot;, &quot;hosts&quot;: &quot;name=rack-*&quot;}}&#39; &gt; /dev/null
done
guests() { api &#39;/v1/guests?search=name=real-*&amp;fields=name,state,host&#39;; }
until [ &quot;$(guests | grep -o &#39;&quot;state&quot;:&quot;running&quot;&#39; | wc -l)&quot; = 2 ]; do sleep 1; done
guests
</code></pre>
<pre><code class="language-json">{&quot;guests&quot;: [{&quot;name&quot;: &quot;real-1&quot;, &quot;state&quot;: &quot;running&quot;, &quot;host&quot;: …, …}, {&quot;name&quot;: &quot;real-2&quot;, &quot;state&quot;: &quot;running&quot;, &quot;host&quot;: …, …}], …}
</code></pre>
<p>The first guest of a daemon can take a minute, because libvirt examines QEMU first. <code>virsh list --all</code> on each machine
shows the guest as <code>guesthouse-&lt;id&gt;</code>. The guests have empty disks: the tour in the README shows how a guest boots
Linux. Delete them, and remove the hosts:</p>
<pre><code class="language-sh">for GUEST in real-1 real-2; do api /v1/guests/$GUEST -X DELETE -H &#39;Prefer: wait=60&#39;; done
for HOST in rack-4 rack-5; do api /v1/hosts/$HOST -X DELETE; done
api /v1/placement-groups/racks -X DELETE
</code></pre>
<h3 id="stop-the-second-daemon">Stop the second daemon</h3>
<p>If you have started it on the same machine:</p>
<pre><code class="language-sh">kill $SECOND_PID
</code></pre>
`,
  },
  {
    page: 'security',
    title: `Security`,
    html: `<h1 id="security">Security</h1>
<p>This page states who is protected from whom, what each party can still do, and which tests show it. The paths of tests
are relative to the repository. <code>SECURITY.md</code> in the repository states how to report a vulnerability.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="what-is-protected">What is protected</h2>
<p>Guesthouse serves parties that do not trust each other. It protects:</p>
<ul>
<li>what belongs to a project (guests, their disks, images, operations, events) from everyone without a role there;</li>
<li>the machine, the database and the credentials from tenants, guests and other users of the machine;</li>
<li>each user&#39;s share of the resources that all users share. <a href="/docs/guide/limits#fair-shares">Limits</a> lists these shares.</li>
</ul>
<p><code>test/live/hostile-tenant.test.ts</code> attacks a service as a member, a viewer, a guest and two local processes at the same
time, while an honest member of another project works.</p>
<h2 id="tenants">Tenants</h2>
<p>A tenant is a user with a role in a project or for a guest, up to <code>owner</code>.</p>
<div class="table"><table>
<thead>
<tr>
<th>a tenant cannot</th>
<th>test</th>
</tr>
</thead>
<tbody><tr>
<td>learn anything about another project, even whether a resource exists</td>
<td><code>test/http/strangers.test.ts</code></td>
</tr>
<tr>
<td>find out an invisible name by searching by a field of another resource</td>
<td><code>test/http/search-visibility.test.ts</code></td>
</tr>
<tr>
<td>do anything that its role does not include, in any operation of the contract</td>
<td><code>test/http/rights.test.ts</code></td>
</tr>
<tr>
<td>see who has access to a project, unless it is an owner</td>
<td><code>test/http/event-visibility.test.ts</code></td>
</tr>
<tr>
<td>grant more rights than it has, by tokens or permissions</td>
<td><code>test/http/tokens.test.ts</code>, <code>test/http/permissions.test.ts</code></td>
</tr>
<tr>
<td>use a right that was withdrawn, even in the middle of a request</td>
<td><code>test/http/withdrawn-rights.test.ts</code></td>
</tr>
<tr>
<td>get the stored response to another caller&#39;s request</td>
<td><code>test/http/kept-outcomes.test.ts</code></td>
</tr>
<tr>
<td>change, fill or delete a shared image, or take over its name</td>
<td><code>test/http/shared-images.test.ts</code></td>
</tr>
<tr>
<td>make a hypervisor open another file of the host through an image</td>
<td><code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td>use or see a network that its project cannot use, or use a MAC address that is in use</td>
<td><code>test/http/networks.test.ts</code></td>
</tr>
<tr>
<td>occupy all database connections, or all slots for operations</td>
<td><code>test/http/fair-shares.test.ts</code>, <code>test/http/operation-slots.test.ts</code></td>
</tr>
<tr>
<td>fill the disk so that others cannot write</td>
<td><code>test/http/full-disk.test.ts</code></td>
</tr>
<tr>
<td>exceed the quota of its project, however many requests it sends at the same time</td>
<td><code>test/http/quotas.test.ts</code></td>
</tr>
<tr>
<td>put SQL into a statement, a header into a response, or a member into a prototype</td>
<td><code>test/store/search.test.ts</code>, <code>test/http/raw-requests.test.ts</code>, <code>test/unit/patch.test.ts</code></td>
</tr>
<tr>
<td>occupy the process with a text that a pattern matches slowly</td>
<td><code>test/spec/patterns.test.ts</code></td>
</tr>
</tbody></table></div>
<p>A tenant who can grant roles can find out whether a user or a group with a given name exists. Every tenant can see the
networks that its project can use, and the names of the hosts.</p>
<p>For example, a resource of another project and a resource that does not exist get the same response:</p>
<pre><code class="language-sh">curl -sS -i -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/guests/00000000-0000-4000-8000-000000000000
</code></pre>
<pre><code class="language-http">HTTP/1.1 404 Not Found
Content-Type: application/problem+json; charset=utf-8

{&quot;title&quot;: &quot;No such guest&quot;, &quot;status&quot;: 404, &quot;error_name&quot;: &quot;GUEST_NOT_FOUND&quot;, …}
</code></pre>
<h2 id="guests">Guests</h2>
<p>A guest is the software that runs in a virtual machine. Its tenant or an attacker may control it.</p>
<ul>
<li>A guest on the network <code>user</code> can reach everything that its host can reach, with the host&#39;s own address: the internet,
the host&#39;s other addresses, and a metadata service of the cloud (169.254.169.254) if there is one. If the host
isolates this network, the guest cannot reach services that listen only on the loopback interface of its host
(<code>test/live/qmp-guest.test.ts</code>); otherwise it can reach all of them. <code>user_network_isolation</code> in the capabilities of a
host shows whether the host isolates the network:</li>
</ul>
<pre><code class="language-sh">api &#39;/v1/hosts?fields=name,capabilities&#39;
</code></pre>
<ul>
<li>A guest on a bridge or on a network of libvirt can reach the other guests there, and everything that this network can
reach. On a bridge of the backend <code>qmp</code>, it can send only with the MAC address of its NIC
(<code>test/live/qmp-guest.test.ts</code>), but with any IP address. On libvirt, nothing checks its addresses.</li>
<li>A guest controls what its agent reports. So the addresses that the API shows prove nothing, and only valid addresses of
bounded number are shown. An agent that lies, floods or hangs delays neither its host nor other guests
(<code>test/unit/addresses.test.ts</code>, <code>test/unit/address-book.test.ts</code>, <code>test/wire/qmp-agent.test.ts</code>).</li>
<li>A guest can only be created on networks that the operator permits, and that administrators let its project use
(<code>test/http/networks.test.ts</code>). Guests that exist keep their networks. See <a href="/docs/guide/networks">Networks</a>.</li>
<li>Nothing that belongs to a guest listens on TCP: its console is not on the network, and its monitor and its agent are
unix sockets that only the service can open (<code>test/contract/backend-contract.test.ts</code>).</li>
<li>A guest that can reach the API needs a credential like every other caller. Its wrong credentials do not keep out good
tokens of Guesthouse or of an OpenID provider, even from the same address (<code>test/http/rate-limits.test.ts</code>,
<code>test/http/identity-services.test.ts</code>).</li>
<li>A guest cannot act as a trusted proxy: the service does not start if a guest could connect from the address of a
trusted proxy, on the network <code>user</code>, on a network of libvirt such as <code>default</code> (192.168.122.0/24), or on a bridge
(<code>test/live/guests-as-proxies.test.ts</code>). If an administrator of the host makes this possible later, the service
trusts no proxy until no guest can act as one. The service can check only what the host knows: the definitions of libvirt&#39;s networks
and, if the host is this machine, its own addresses on bridges. Do not trust a proxy by the address of a hypervisor
host on another machine, or by an address in the network of a bridge on which this machine has no address.</li>
</ul>
<h2 id="a-qemu-process-that-a-guest-has-taken-over">A QEMU process that a guest has taken over</h2>
<p>QEMU runs without privileges and in a sandbox. If the service runs as root, QEMU runs as a separate user.</p>
<ul>
<li>All guests of a host run as one user. A QEMU process that was taken over can read and write the disks, the UEFI
variables and the consoles of all guests of its host, can end their processes, and can read the images.</li>
<li>It cannot read the database, <code>admin.token</code> or the definitions of guests, and cannot write images
(<code>test/live/hostile-tenant.test.ts</code>, <code>test/live/qmp-driver.test.ts</code>).</li>
<li>It cannot make the service delete, read or change another file by replacing something in its folder with a link
(<code>test/wire/qmp-folder.test.ts</code>). No code of the service walks a folder tree that another user can write
(<code>test/spec/tree-walks.test.ts</code>).</li>
</ul>
<p>With libvirt, files belong to QEMU&#39;s user in the same way, and libvirt&#39;s security drivers (AppArmor, SELinux) separate the
guests further if the host uses them.</p>
<p>If the service does not run as root, QEMU runs as the same user as the service, and only QEMU&#39;s own sandbox separates
them. Run the service as root, or use libvirt, if you do not trust your guests.</p>
<h2 id="other-users-of-the-machine">Other users of the machine</h2>
<p>The service does not trust any other user of the machine:</p>
<ul>
<li>Such a user can read no image, disk, console, definition or token, and can open no socket
(<code>test/live/hostile-tenant.test.ts</code>, <code>test/store/image-content.test.ts</code>, <code>test/live/libvirt-driver.test.ts</code>). On a
libvirt host, members of QEMU&#39;s group can read images.</li>
<li>It cannot connect to the embedded database, even as <code>postgres</code> or <code>nobody</code>: if the service runs as root, the database
runs as a user id that should have no account (<code>test/store/launch-postgres.test.ts</code>).</li>
<li>It cannot prepare a data folder or a token for the service: the service does not start in a folder that another user
owns or can write, or with an <code>admin.token</code> that another user owns or can read (<code>test/store/data-folder.test.ts</code>). The
service does not check the folders above the data folder, so give no other user write access to these folders.</li>
<li>It can see the command lines of QEMU in the list of processes, with the kernel options of guests. Do not put secrets
into <code>boot.cmdline</code>.</li>
<li>With <code>GUESTHOUSE_AUTH=none</code>, every user of the machine is an administrator, and so is a guest that can reach the
loopback interface of its host.</li>
</ul>
<h2 id="the-network">The network</h2>
<ul>
<li><p>Addresses other than loopback need TLS, and so do connections to a database, to libvirt, to Keystone and to an OpenID
provider on other machines, unless <code>GUESTHOUSE_INSECURE=1</code> is set (<code>test/unit/config.test.ts</code>). A connection to libvirt
can also use ssh, and only if the key of the host is known (<code>test/live/libvirt-ssh.test.ts</code>).</p>
</li>
<li><p>The URI of a libvirt host cannot run another program on the machine of the service, and no part of it can become an
option of <code>ssh</code> or a command on the host (<code>test/wire/libvirt-ssh-uri.test.ts</code>).</p>
</li>
<li><p>Web pages of other origins cannot use the API unless the operator lists the origins, and never with the credentials of
the browser (<code>test/http/cross-origin.test.ts</code>, <code>test/unit/credential.test.ts</code>).</p>
</li>
<li><p>A request that a proxy and the service could read differently is rejected (<code>test/http/raw-requests.test.ts</code>).</p>
</li>
<li><p>Slow requests, silent connections and incomplete handshakes are cut off (<code>test/http/slow-requests.test.ts</code>,
<code>test/http/tls.test.ts</code>).</p>
</li>
<li><p>A shared cache stores no response that contains a secret, and never sends one caller a response that was meant for
another (every HTTP test checks the headers of each response).</p>
</li>
<li><p>A credential that a client puts into a path by mistake appears in no log and no response
(<code>test/http/secrets-in-paths.test.ts</code>).</p>
</li>
<li><p>Without a credential, callers can read the versions, the documentation, the contract, and whether the service is alive
and ready, but no name or id of a host (<code>test/http/service.test.ts</code>).</p>
</li>
<li><p>A service without credentials (<code>GUESTHOUSE_AUTH=none</code>) rejects a request that comes from another site&#39;s web page, that
names another host, or that has a header of a proxy (<code>test/http/no-auth.test.ts</code>). It cannot detect a proxy that adds
none, so no proxy may stand in front of it.</p>
</li>
<li><p>Services on one database copy image content from each other with credentials that permit one image&#39;s content for a
minute, and nothing else. They are derived from a secret in the database, work in every <code>GUESTHOUSE_AUTH</code> mode, and
appear in no log (<code>test/live/images-on-two-services.test.ts</code>). They are sent only to the URL that a service has
announced, over TLS or on loopback, and redirects are not followed. A copy counts only if its SHA-256 is that of the
upload, so a service that sends other bytes cannot change what guests boot (<code>test/store/image-content-store.test.ts</code>).</p>
</li>
</ul>
<h2 id="identity-services">Identity services</h2>
<ul>
<li>The service accepts only what an OpenID provider or Keystone confirms: a forged, foreign, expired or unsigned token,
or a token of another kind, is rejected (<code>test/identity/oidc.test.ts</code>, <code>test/identity/keystone.test.ts</code>).</li>
<li>An OpenID provider decides who its users are, which groups a token names, and which project the token is bound to. The
names of groups and projects are compared character by character. No token can make its user a member of a group
without an <code>external_name</code>. A request that gives something to a user of the provider cannot refer to that user by
name, because the user may have chosen the name (<code>test/http/identity-services.test.ts</code>,
<code>test/spec/authority.test.ts</code>).</li>
<li>Keystone decides who its users are, and which roles they have in which of its projects. Only a token for the whole
system, or for the project that the operator configured, makes its user an administrator
(<code>test/identity/keystone.test.ts</code>).</li>
<li>A party that can issue such tokens can do everything here.</li>
<li>An identity service that is down or misbehaves does not stop requests with other credentials
(<code>test/identity/keystone-misbehaves.test.ts</code>, <code>test/identity/signing-keys.test.ts</code>).</li>
</ul>
<h2 id="operators">Operators</h2>
<p>A person who can act as root, as the user of the service or as an administrator of its database can do everything.
Administrators of Guesthouse can do everything through the API. But the API gives them no shell on the machine, and no
access to files and networks of the machine that the configuration does not allow. Tokens are stored only as hashes; no
log, event, trace, fault or command line contains one (every test that runs a service checks this).</p>
<p>No attacker can lock the administrators out. If an attacker fills the disk, administrators can still list and delete
(<code>test/http/full-disk.test.ts</code>). If the administrator&#39;s token is lost, a person with access to the machine can get a new
one by deleting <code>admin.token</code> and starting the service again (<code>test/http/tokens.test.ts</code>).</p>
<p>Before you let strangers in:</p>
<ul>
<li>run the service as root with the backend <code>qmp</code>, or use libvirt, so that QEMU has a user of its own;</li>
<li>check that the hosts isolate the network <code>user</code>;</li>
<li>give each project a <a href="/docs/guide/quotas">quota</a>;</li>
<li>keep the data folder on a disk that other programs do not fill;</li>
<li>use TLS, and name your proxy in <code>GUESTHOUSE_TRUSTED_PROXIES</code> only if no guest can connect from its address.</li>
</ul>
<h2 id="accepted-risks">Accepted risks</h2>
<ul>
<li><strong>How busy others are.</strong> All projects share one sequence of event numbers. Gaps show that something happened
elsewhere, but not what, to whom or where.</li>
<li><strong>Sampling of traces.</strong> A request with <code>traceparent</code> can ask for its trace to be recorded, as the standard intends. If
this is too much for a collector, the collector must sample the traces itself.</li>
<li><strong>Load.</strong> While others use their shares, responses are slower.</li>
<li><strong>One user for all guests of a host.</strong> A QEMU process that a guest has taken over can reach the disks of the other
guests (see above).</li>
<li><strong>Addresses on shared networks.</strong> Guests on one bridge or libvirt network can claim the IP addresses of other guests
there. Give projects that do not trust each other networks of their own, or the network <code>user</code>.</li>
<li><strong>MAC addresses on libvirt.</strong> Guests without a NIC filter can also claim the MAC addresses of other guests on their
network.</li>
<li><strong>Guests of <code>qmp</code> that were started before <code>passt</code> was installed.</strong> They reach the loopback of their host until they
are shut down and started again. The event and the member that the next entry names report them, too.</li>
<li><strong>Running guests of version 0.3 on libvirt.</strong> They keep a VNC server without a password until they are shut down and
started again. The event <code>guest.power_cycle_required</code> and the member <code>power_cycle_required</code> report them.</li>
</ul>
`,
  },
  {
    page: 'http-conformance',
    title: `HTTP conformance`,
    html: `<h1 id="http-conformance">HTTP conformance</h1>
<p>This page lists the rules of HTTP that a client or a proxy can depend on, what the service does, and the tests that show
it. The paths of tests are relative to the repository. Where a rule lets a server choose, the page states the choice.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<p><code>test/http/differential.test.ts</code> sends several hundred requests to the service, and the same bytes to nginx. Both must
respond in the same way. Each intended difference is in a list, with its reason and the section of the RFC.</p>
<h2 id="connections">Connections</h2>
<div class="table"><table>
<thead>
<tr>
<th>rule</th>
<th>section</th>
<th>what the service does</th>
<th>test</th>
</tr>
</thead>
<tbody><tr>
<td>pipelined requests get their responses in order</td>
<td>RFC 9112 §9.3.2</td>
<td>safe requests run side by side; every other request waits until all earlier requests of its connection have ended, and later requests wait for it</td>
<td><code>test/http/pipelining.test.ts</code>, <code>test/wire/pipelined-responses.test.ts</code>, <code>test/http/differential.test.ts</code></td>
</tr>
<tr>
<td>a stream or a long wait before an unsafe request</td>
<td>RFC 9112 §9.3.2</td>
<td>the unsafe request waits until the stream or the wait has ended; use another connection</td>
<td><code>test/http/pipelining.test.ts</code></td>
</tr>
<tr>
<td>a client can end its side of the connection and still read</td>
<td>RFC 9112 §9.6</td>
<td>it gets the whole response to each of its requests, then the connection closes</td>
<td><code>test/http/half-close.test.ts</code>, <code>test/http/differential.test.ts</code></td>
</tr>
<tr>
<td>nothing is handled after <code>Connection: close</code></td>
<td>RFC 9112 §9.6</td>
<td>bytes after such a request are ignored</td>
<td><code>test/http/pipelining.test.ts</code>, <code>test/http/differential.test.ts</code></td>
</tr>
<tr>
<td>the headers are enough to reject a request</td>
<td>RFC 9110 §10.1.1</td>
<td>the rejection is sent before <code>100 Continue</code>, and before the body is read; then the connection closes in stages, so that the client can read it</td>
<td><code>test/http/early-refusals.test.ts</code>, <code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td>a request that arrives too slowly</td>
<td>RFC 9110 §15.5.9</td>
<td>408; see <a href="/docs/guide/limits">Limits</a></td>
<td><code>test/http/slow-requests.test.ts</code></td>
</tr>
</tbody></table></div>
<h2 id="messages">Messages</h2>
<div class="table"><table>
<thead>
<tr>
<th>rule</th>
<th>section</th>
<th>what the service does</th>
<th>test</th>
</tr>
</thead>
<tbody><tr>
<td>two lengths, or a length and chunks</td>
<td>RFC 9112 §6.3</td>
<td>400, and the connection closes</td>
<td><code>test/http/raw-requests.test.ts</code></td>
</tr>
<tr>
<td>a transfer coding other than <code>chunked</code></td>
<td>RFC 9112 §6.1</td>
<td>501 if <code>chunked</code> follows it, otherwise 400 or 501: the body is never read</td>
<td><code>test/http/declared-bytes.test.ts</code></td>
</tr>
<tr>
<td>malformed chunks, header names, line ends</td>
<td>RFC 9112 §7.1</td>
<td>400, and the connection closes</td>
<td><code>test/http/raw-requests.test.ts</code></td>
</tr>
<tr>
<td>exactly one <code>Host</code></td>
<td>RFC 9112 §3.2</td>
<td>400; HTTP/1.0 can omit it</td>
<td><code>test/http/raw-requests.test.ts</code></td>
</tr>
<tr>
<td>an absolute URL as target</td>
<td>RFC 9112 §3.2.2</td>
<td>its path counts; its origin is ignored</td>
<td><code>test/http/raw-requests.test.ts</code></td>
</tr>
<tr>
<td>headers that are too large</td>
<td>RFC 6585 §5</td>
<td>431</td>
<td><code>test/http/raw-requests.test.ts</code></td>
</tr>
<tr>
<td>a version other than HTTP/1.0 and HTTP/1.1</td>
<td>RFC 9112 §2.3</td>
<td>400</td>
<td><code>test/http/differential.test.ts</code></td>
</tr>
<tr>
<td>an unknown method</td>
<td>RFC 9110 §15.6.2</td>
<td>501</td>
<td><code>test/http/every-operation.test.ts</code></td>
</tr>
<tr>
<td>a known method that the path does not support</td>
<td>RFC 9110 §15.5.6</td>
<td>405 with <code>Allow</code></td>
<td><code>test/http/every-operation.test.ts</code></td>
</tr>
<tr>
<td><code>OPTIONS *</code></td>
<td>RFC 9110 §9.3.7</td>
<td>404: no operation applies to the server as a whole</td>
<td><code>test/http/differential.test.ts</code></td>
</tr>
</tbody></table></div>
<h2 id="parts-of-a-content">Parts of a content</h2>
<p>Only <code>GET</code> of the content of an image has ranges. All other resources ignore <code>Range</code>.</p>
<div class="table"><table>
<thead>
<tr>
<th>rule</th>
<th>section</th>
<th>what the service does</th>
<th>test</th>
</tr>
</thead>
<tbody><tr>
<td>one range of bytes</td>
<td>RFC 9110 §14.1.2</td>
<td>206 with <code>Content-Range</code> and the strong <code>ETag</code></td>
<td><code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td>a range beyond the end</td>
<td>RFC 9110 §15.5.17</td>
<td>416 with <code>Content-Range: bytes */N</code></td>
<td><code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td>several ranges, other units, malformed ranges</td>
<td>RFC 9110 §14.2</td>
<td>ignored: 200 with the whole content</td>
<td><code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td><code>If-Range</code></td>
<td>RFC 9110 §13.1.5</td>
<td>206 only if it is exactly the current, strong <code>ETag</code>; a weak tag or a date gets the whole content</td>
<td><code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td><code>Range</code> in <code>HEAD</code></td>
<td>RFC 9110 §14.2</td>
<td>ignored</td>
<td><code>test/http/images.test.ts</code></td>
</tr>
</tbody></table></div>
<p>To resume a download safely, send the <code>ETag</code> of its first part in <code>If-Range</code>. If the name in the path belongs to a
different image by then, the response is the whole content of that image. So a download is never a mixture of two
images. The following upload has <code>If-None-Match: *</code>, so it is rejected (412) if the image already has its content:</p>
<pre><code class="language-sh">id=$(api /v1/images --json &#39;{&quot;name&quot;: &quot;conformance&quot;, &quot;kind&quot;: &quot;iso&quot;}&#39; | sed -E &#39;s/.*&quot;id&quot;: ?&quot;([^&quot;]+)&quot;.*/\\1/&#39;)
printf &#39;some content&#39; &gt; content
curl -sS -o uploaded.json -w &#39;%{http_code}\\n&#39; -T content -H &quot;Authorization: Bearer $TOKEN&quot; \\
  -H &#39;Content-Type: application/octet-stream&#39; -H &#39;If-None-Match: *&#39; $GUESTHOUSE/v1/images/$id/content
curl -sS -i -H &quot;Authorization: Bearer $TOKEN&quot; -H &#39;Range: bytes=5-&#39; -H &#39;If-Range: &quot;another&quot;&#39; \\
  $GUESTHOUSE/v1/images/$id/content
</code></pre>
<pre><code class="language-text">200
HTTP/1.1 200 OK
Accept-Ranges: bytes
some content
</code></pre>
<h2 id="conditions">Conditions</h2>
<p>One function evaluates the conditions of all operations, in this order (RFC 9110 §13.2.2). Every operation with an
<code>ETag</code> has conditions: reads, <code>PATCH</code>, <code>DELETE</code>, verbs, and the content of images. See
<a href="/docs/guide/conditional-requests">Conditional requests</a>.</p>
<div class="table"><table>
<thead>
<tr>
<th>rule</th>
<th>section</th>
<th>what the service does</th>
<th>test</th>
</tr>
</thead>
<tbody><tr>
<td>1. <code>If-Match</code>, by strong comparison</td>
<td>RFC 9110 §13.1.1</td>
<td>412 if no tag matches, for <code>GET</code> as well</td>
<td><code>test/http/etag.test.ts</code>, <code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td>2. <code>If-Unmodified-Since</code>, <code>If-Modified-Since</code></td>
<td>RFC 9110 §13.1.4</td>
<td>ignored, because no resource has a modification date; no response has <code>Last-Modified</code></td>
<td><code>test/http/etag.test.ts</code></td>
</tr>
<tr>
<td>3. <code>If-None-Match</code>, by weak comparison</td>
<td>RFC 9110 §13.1.2</td>
<td>304 to <code>GET</code> and <code>HEAD</code>, 412 to every other method</td>
<td><code>test/http/etag.test.ts</code>, <code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td>4. <code>Range</code> with <code>If-Range</code></td>
<td>RFC 9110 §13.1.5</td>
<td>only if the conditions above hold</td>
<td><code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td>conditions on a creation</td>
<td>RFC 9110 §13.1</td>
<td>they apply to the list, which exists and has no <code>ETag</code>: <code>If-None-Match: *</code> and each tag in <code>If-Match</code> fail (412)</td>
<td><code>test/http/etag.test.ts</code></td>
</tr>
<tr>
<td>conditions on lists, streams and metrics</td>
<td>–</td>
<td>ignored, because these responses have no <code>ETag</code></td>
<td><code>test/http/etag.test.ts</code></td>
</tr>
<tr>
<td>nothing is done after a 412</td>
<td>RFC 9110 §13.2.1</td>
<td>the condition is checked in the transaction of the change, and before the first byte of the content of an image</td>
<td><code>test/http/etag.test.ts</code>, <code>test/http/images.test.ts</code></td>
</tr>
<tr>
<td>a condition, and another reason for a rejection</td>
<td>RFC 9110 §13.2.1</td>
<td>400, 401, 403, 404 and 415 come first; a condition is checked before the state of the resource (409)</td>
<td><code>test/http/etag.test.ts</code></td>
</tr>
<tr>
<td>the <code>ETag</code> of a response to <code>PUT</code> of content</td>
<td>RFC 9110 §9.3.4</td>
<td>that of the content, not that of the image in the body</td>
<td><code>test/http/images.test.ts</code></td>
</tr>
</tbody></table></div>
<h2 id="bodies">Bodies</h2>
<p>A header field can say that a body is only a part, or give a digest of its bytes. The service verifies such a field. If
the field does not match the body, or the service cannot verify it, the request is rejected and nothing is stored. This
applies to the content of images and to every JSON body.</p>
<div class="table"><table>
<thead>
<tr>
<th>field</th>
<th>section</th>
<th>what the service does</th>
<th>test</th>
</tr>
</thead>
<tbody><tr>
<td><code>Content-Range</code></td>
<td>RFC 9110 §14.5</td>
<td>400; the image stays pending</td>
<td><code>test/http/declared-bytes.test.ts</code></td>
</tr>
<tr>
<td><code>Upload-Offset</code>, <code>Upload-Complete</code>, <code>Upload-Incomplete</code>, <code>Upload-Length</code></td>
<td>resumable uploads (draft), tus</td>
<td>400, unless they say that the body is the whole upload</td>
<td><code>test/http/declared-bytes.test.ts</code></td>
</tr>
<tr>
<td><code>Content-Digest</code>, <code>Repr-Digest</code>, <code>Unencoded-Digest</code></td>
<td>RFC 9530</td>
<td><code>sha-256</code> and <code>sha-512</code> are verified; 400 if the field has neither, 400 <code>DIGEST_MISMATCH</code> if one differs</td>
<td><code>test/http/declared-bytes.test.ts</code></td>
</tr>
<tr>
<td><code>Digest</code>, <code>Content-MD5</code></td>
<td>RFC 3230, RFC 1864</td>
<td>verified in the same way; <code>Digest</code> can also have <code>md5</code></td>
<td><code>test/http/declared-bytes.test.ts</code></td>
</tr>
<tr>
<td>any of these after the body</td>
<td>RFC 9110 §6.5</td>
<td>treated in the same way; <code>Trailer</code> must announce a digest other than <code>sha-256</code></td>
<td><code>test/http/declared-bytes.test.ts</code></td>
</tr>
<tr>
<td><code>Content-Encoding</code>, <code>Content-Transfer-Encoding</code></td>
<td>RFC 9110 §8.4</td>
<td>415 with <code>Accept-Encoding: identity</code>, unless they change no byte</td>
<td><code>test/http/declared-bytes.test.ts</code></td>
</tr>
<tr>
<td><code>Content-Type</code> with another type or charset</td>
<td>RFC 9110 §15.5.16</td>
<td>415; every text is UTF-8</td>
<td><code>test/http/text-bytes.test.ts</code></td>
</tr>
<tr>
<td>a body that is shorter than its length</td>
<td>RFC 9112 §8</td>
<td>nothing is stored</td>
<td><code>test/http/images.test.ts</code></td>
</tr>
</tbody></table></div>
<h2 id="text">Text</h2>
<div class="table"><table>
<thead>
<tr>
<th>rule</th>
<th>section</th>
<th>what the service does</th>
<th>test</th>
</tr>
</thead>
<tbody><tr>
<td>JSON is UTF-8</td>
<td>RFC 8259 §8.1</td>
<td>other bytes are rejected (400); a byte order mark is ignored</td>
<td><code>test/http/text-bytes.test.ts</code></td>
</tr>
<tr>
<td>half of a surrogate pair (<code>\\ud800</code>)</td>
<td>RFC 7493 §2.1</td>
<td>400: it is not a character, and the database cannot store it</td>
<td><code>test/http/text-bytes.test.ts</code></td>
</tr>
<tr>
<td>two members with the same name</td>
<td>RFC 7493 §2.3</td>
<td>400, because readers disagree on which of them counts</td>
<td><code>test/http/text-bytes.test.ts</code></td>
</tr>
<tr>
<td>numbers that a double cannot hold exactly</td>
<td>RFC 7493 §2.2</td>
<td>beyond ±(2^53 − 1): 400</td>
<td><code>test/http/text-bytes.test.ts</code></td>
</tr>
<tr>
<td>NUL in a text</td>
<td>–</td>
<td>400, or 404 in a path</td>
<td><code>test/http/bad-input.test.ts</code></td>
</tr>
<tr>
<td>a query that is not UTF-8 in percent-encoding</td>
<td>RFC 3986 §2.5</td>
<td>400</td>
<td><code>test/http/text-bytes.test.ts</code></td>
</tr>
<tr>
<td>a path that is not UTF-8 in percent-encoding</td>
<td>RFC 3986 §2.5</td>
<td>404: it names no resource</td>
<td><code>test/http/text-bytes.test.ts</code></td>
</tr>
<tr>
<td>a target with bytes that are not ASCII</td>
<td>RFC 3986 §2</td>
<td>400</td>
<td><code>test/http/text-bytes.test.ts</code></td>
</tr>
</tbody></table></div>
<pre><code class="language-sh">curl -sS -i -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE/v1/guests?search=description%3Dcol%E9&quot;
</code></pre>
<pre><code class="language-http">HTTP/1.1 400 Bad Request

{&quot;title&quot;: &quot;The request is not valid&quot;, &quot;status&quot;: 400, &quot;error_name&quot;: &quot;VALIDATION_FAILED&quot;, …}
</code></pre>
<h2 id="responses">Responses</h2>
<div class="table"><table>
<thead>
<tr>
<th>rule</th>
<th>section</th>
<th>what the service does</th>
<th>test</th>
</tr>
</thead>
<tbody><tr>
<td><code>Accept</code> that names none of the types of a response</td>
<td>RFC 9110 §12.5.1</td>
<td>served if it names any JSON, otherwise 406; see <a href="/docs/guide/conventions">Conventions</a></td>
<td><code>test/http/negotiation.test.ts</code></td>
</tr>
<tr>
<td><code>Accept-Encoding</code></td>
<td>RFC 9110 §12.5.3</td>
<td>ignored: no response has an encoding</td>
<td><code>test/http/differential.test.ts</code></td>
</tr>
<tr>
<td><code>Accept-Patch</code>, <code>Accept-Post</code></td>
<td>RFC 5789 §3.1</td>
<td>in the response to <code>OPTIONS</code>, and in a 415</td>
<td><code>test/http/negotiation.test.ts</code></td>
</tr>
<tr>
<td><code>Cache-Control</code> and <code>Vary</code> of every response</td>
<td>RFC 9111 §5.2.2</td>
<td>by the class of the response; see <a href="/docs/guide/conventions#caches">Conventions</a>. Every response of every test is checked</td>
<td><code>test/http/service.test.ts</code></td>
</tr>
<tr>
<td><code>HEAD</code></td>
<td>RFC 9110 §9.3.2</td>
<td>the status and headers of <code>GET</code>, without a body</td>
<td><code>test/http/etag.test.ts</code></td>
</tr>
<tr>
<td>faults</td>
<td>RFC 9457</td>
<td><code>application/problem+json</code>; see <a href="/docs/guide/faults">Faults</a></td>
<td><code>test/http/faults.test.ts</code></td>
</tr>
<tr>
<td>401, 405, 408, 416, 429, 503</td>
<td>RFC 9110 §15</td>
<td>in this order: with <code>WWW-Authenticate</code>, <code>Allow</code>, <code>Connection: close</code>, <code>Content-Range</code>, and twice <code>Retry-After</code></td>
<td><code>test/http/faults.test.ts</code></td>
</tr>
</tbody></table></div>
`,
  },
  {
    page: 'faults',
    title: `Faults`,
    html: `<h1 id="faults">Faults</h1>
<p>A request that fails returns <code>application/problem+json</code> (RFC 9457).</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
api() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;Authorization: Bearer $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<pre><code class="language-sh">curl -sS -i -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/guests/nobody
</code></pre>
<pre><code class="language-http">HTTP/1.1 404 Not Found
Content-Type: application/problem+json; charset=utf-8

{&quot;type&quot;: &quot;/docs/errors#guest-not-found&quot;, &quot;title&quot;: &quot;No such guest&quot;, &quot;status&quot;: 404, &quot;detail&quot;: &quot;…&quot;,
 &quot;instance&quot;: &quot;/v1/guests/nobody&quot;, &quot;error_name&quot;: &quot;GUEST_NOT_FOUND&quot;, &quot;request_id&quot;: &quot;…&quot;}
</code></pre>
<ul>
<li>Tell faults apart by <code>error_name</code>, never by their text. <a href="/docs/errors">The catalogue</a> explains each one; <code>type</code> points
into it.</li>
<li><code>errors</code> lists the mistakes of a request, each with a <code>pointer</code> into the body or the name of a <code>parameter</code>.</li>
<li>Use <code>request_id</code> to find the request in the log of the service.</li>
<li>If something goes wrong and no request is waiting for the result, the operation or guest has a <code>fault</code> with one of the
same <code>error_name</code>s.</li>
</ul>
<h2 id="faults-of-every-path">Faults of every path</h2>
<p>The contract lists the faults of each operation. The faults in the following table can occur at every path, even if the
operation does not list them:</p>
<div class="table"><table>
<thead>
<tr>
<th>status</th>
<th>when</th>
</tr>
</thead>
<tbody><tr>
<td>405 <code>METHOD_NOT_ALLOWED</code></td>
<td>the path exists, but does not support the method; <code>Allow</code> lists the methods that it supports</td>
</tr>
<tr>
<td>403 <code>FORBIDDEN</code></td>
<td>the caller can see the resource, but the caller&#39;s role does not allow the request; or the service requires no credentials, and the request may come from another machine or from another site&#39;s web page</td>
</tr>
<tr>
<td>404 <code>NOT_FOUND</code></td>
<td>the path does not exist, and is not below <code>/v1</code></td>
</tr>
<tr>
<td>501 <code>NOT_IMPLEMENTED</code></td>
<td>the path does not exist, and is below <code>/v1</code>; or no path supports the method</td>
</tr>
<tr>
<td>408 <code>REQUEST_TIMED_OUT</code></td>
<td>the headers (20 seconds), or a body other than the content of an image (60 seconds), did not arrive in time; the service closes the connection</td>
</tr>
<tr>
<td>429 <code>TOO_MANY_REQUESTS</code></td>
<td>the credential or the address exceeds a <a href="/docs/guide/limits">limit</a>; <code>Retry-After</code> is the number of seconds to wait</td>
</tr>
<tr>
<td>507 <code>CAPACITY_EXHAUSTED</code></td>
<td>the disk of the database is full; reads and deletions still work</td>
</tr>
<tr>
<td>431 <code>HEADERS_TOO_LARGE</code></td>
<td>the headers of the request are too large</td>
</tr>
<tr>
<td>503 <code>IDENTITY_UNREACHABLE</code>, <code>DATABASE_UNREACHABLE</code></td>
<td>the request needs a credential, and the service that can verify it does not respond; <code>Retry-After</code> is the number of seconds to wait</td>
</tr>
<tr>
<td>500 <code>INTERNAL</code></td>
<td>a bug in Guesthouse; the log has the details under the request id</td>
</tr>
</tbody></table></div>
<h2 id="which-faults-are-worth-a-retry">Which faults are worth a retry</h2>
<div class="table"><table>
<thead>
<tr>
<th>fault</th>
<th>retry</th>
</tr>
</thead>
<tbody><tr>
<td>429, 503</td>
<td>after <code>Retry-After</code> seconds</td>
</tr>
<tr>
<td>409 <code>OPERATION_IN_PROGRESS</code></td>
<td>when the operation that <code>detail</code> names has ended</td>
</tr>
<tr>
<td>409 <code>IDEMPOTENCY_KEY_IN_USE</code></td>
<td>after a moment, with the same key</td>
</tr>
<tr>
<td>412 <code>PRECONDITION_FAILED</code></td>
<td>after you read the resource again</td>
</tr>
<tr>
<td>502 <code>OUTCOME_UNKNOWN</code></td>
<td>only after you have read the guest: the hypervisor may have done the work</td>
</tr>
</tbody></table></div>
<pre><code class="language-sh">curl -sS -i -X PUT -H &quot;Authorization: Bearer $TOKEN&quot; $GUESTHOUSE/v1/guests
</code></pre>
<pre><code class="language-http">HTTP/1.1 405 Method Not Allowed
Allow: GET, HEAD, OPTIONS, POST

{&quot;title&quot;: &quot;Method not allowed&quot;, &quot;status&quot;: 405, &quot;error_name&quot;: &quot;METHOD_NOT_ALLOWED&quot;, …}
</code></pre>
`,
  },
  {
    page: 'mistify',
    title: `Mistify`,
    html: `<h1 id="mistify">Mistify</h1>
<p>Programs for the agent of Mistify can manage the guests of Guesthouse: the service also has the REST API of that agent,
at <code>/guests</code>, <code>/metadata</code>, <code>/jobs</code> and <code>/images</code>. It is a view of the native API: the same guests, rights, quotas and
operations. Its contract is at <code>/v1/dialects/mistify/openapi.yaml</code>. <code>GUESTHOUSE_DIALECTS</code> can turn it off.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
mistify() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -u &quot;admin:$TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="a-tour">A tour</h2>
<p>Create a guest, which also starts it. The response comes before the guest exists on its host. <code>X-Guest-Job-ID</code> is the id
of the job that goes on.</p>
<pre><code class="language-sh">mistify /guests -D headers.txt --json &#39;{&quot;memory&quot;: 256, &quot;disks&quot;: [{&quot;size&quot;: 64}], &quot;metadata&quot;: {&quot;name&quot;: &quot;agent-1&quot;}}&#39;
</code></pre>
<pre><code class="language-json">{ &quot;type&quot;: &quot;kvm&quot;, &quot;state&quot;: &quot;create&quot;, &quot;memory&quot;: 256, &quot;cpu&quot;: 1, &quot;metadata&quot;: { &quot;name&quot;: &quot;agent-1&quot; } }
</code></pre>
<pre><code class="language-sh">job=$(tr -d &#39;\\r&#39; &lt; headers.txt | sed -n &#39;s/^X-Guest-Job-ID: //p&#39;)
until mistify &quot;/jobs/$job&quot; | grep &#39;&quot;Complete&quot;&#39; &gt; /dev/null; do sleep 0.2; done
mistify &quot;/jobs/$job&quot;
</code></pre>
<pre><code class="language-json">{ &quot;Action&quot;: &quot;create&quot;, &quot;Status&quot;: &quot;Complete&quot;, &quot;Message&quot;: &quot;&quot; }
</code></pre>
<p>Suspend the guest, and start it again. Paths take the id or the name of a guest.</p>
<pre><code class="language-sh">id=$(mistify /guests/agent-1 | sed -E &#39;s/^\\{&quot;id&quot;:&quot;([^&quot;]+)&quot;.*/\\1/&#39;)
mistify &quot;/guests/$id/suspend&quot; -X POST &gt; /dev/null
until mistify &quot;/guests/$id&quot; | grep &#39;&quot;state&quot;:&quot;suspended&quot;&#39; &gt; /dev/null; do sleep 0.2; done
mistify &quot;/guests/$id/start&quot; -X POST &gt; /dev/null
until mistify &quot;/guests/$id&quot; | grep &#39;&quot;state&quot;:&quot;running&quot;&#39; &gt; /dev/null; do sleep 0.2; done
mistify &quot;/guests/$id/metrics/disk&quot; | sed -E &#39;s/[0-9.]+/N/g&#39;
</code></pre>
<pre><code class="language-text">{&quot;vda&quot;:{&quot;disk&quot;:&quot;vda&quot;,&quot;read_ops&quot;:N,&quot;read_bytes&quot;:N,
</code></pre>
<p>A value of null removes a key of the metadata, and an empty value is kept.</p>
<pre><code class="language-sh">mistify &quot;/guests/$id/metadata&quot; -X PATCH --json &#39;{&quot;role&quot;: &quot;web&quot;, &quot;note&quot;: &quot;&quot;, &quot;owner&quot;: null}&#39;
mistify &quot;/guests/$id/jobs?limit=1&quot;
</code></pre>
<pre><code class="language-json">{ &quot;name&quot;: &quot;agent-1&quot;, &quot;role&quot;: &quot;web&quot;, &quot;note&quot;: &quot;&quot; }
</code></pre>
<pre><code class="language-json">{ &quot;Action&quot;: &quot;start&quot;, &quot;Status&quot;: &quot;Complete&quot; }
</code></pre>
<p>Delete the guest. It is shown until its removal from the host has succeeded.</p>
<pre><code class="language-sh">mistify &quot;/guests/$id&quot; -X DELETE &gt; /dev/null
while mistify &quot;/guests/$id&quot; &gt; /dev/null 2&gt;&amp;1; do sleep 0.2; done
curl -sS -u &quot;admin:$TOKEN&quot; &quot;$GUESTHOUSE/guests/$id&quot;
</code></pre>
<pre><code class="language-json">{ &quot;message&quot;: &quot;The guest does not exist.&quot;, &quot;code&quot;: 404, &quot;stack&quot;: [] }
</code></pre>
<h2 id="what-it-does">What it does</h2>
<p>The numbers are those of the tests.</p>
<div class="table"><table>
<thead>
<tr>
<th>number</th>
<th>what</th>
</tr>
</thead>
<tbody><tr>
<td>M1</td>
<td>Bodies are JSON. A body without <code>Content-Type</code> is JSON; another type is rejected (400)</td>
</tr>
<tr>
<td>M2</td>
<td>Requests are checked and recorded at once, and their work continues as a job</td>
</tr>
<tr>
<td>M3, M4</td>
<td><code>/metadata</code>: the metadata of the first host, the oldest one that the caller can see</td>
</tr>
<tr>
<td>M5, M6</td>
<td><code>GET /guests</code>: an array of all guests, from the database, also while their hosts are away</td>
</tr>
<tr>
<td>M7</td>
<td>Members that the service assigns are rejected (400); members with zero values of Go count as absent</td>
</tr>
<tr>
<td>M8</td>
<td><code>POST /guests</code> returns 202, and creates and starts the guest</td>
</tr>
<tr>
<td>M9</td>
<td><code>GET /guests/{id}</code></td>
</tr>
<tr>
<td>M10, M11</td>
<td><code>/guests/{id}/metadata</code></td>
</tr>
<tr>
<td>M12–M15</td>
<td><code>/guests/{id}/metrics/cpu</code>, <code>nic</code> and <code>disk</code>: read from the hypervisor at once, without a job</td>
</tr>
<tr>
<td>M16–M21</td>
<td>The verbs, see below</td>
</tr>
<tr>
<td>M22</td>
<td><code>DELETE /guests/{id}</code>, or <code>POST /guests/{id}/delete</code></td>
</tr>
<tr>
<td>M23</td>
<td>Every verb returns 202 and the guest. <code>/jobs</code> and <code>/guests/{id}/jobs</code> show the jobs, the newest first</td>
</tr>
<tr>
<td>M24</td>
<td>Hypervisors are behind an interface of their own, see <a href="/docs/guide/mistify#sub-agents">Sub-agents</a></td>
</tr>
</tbody></table></div>
<p><code>/images</code> lists images (<code>type</code> selects those of one type), shows and deletes them. <code>POST /images</code> declares an image;
upload its content with <code>PUT /v1/images/{image}/content</code>.</p>
<h2 id="verbs">Verbs</h2>
<div class="table"><table>
<thead>
<tr>
<th>Mistify</th>
<th>operation</th>
<th>what happens</th>
</tr>
</thead>
<tbody><tr>
<td><code>shutdown</code></td>
<td><code>guest.shutdown</code></td>
<td>The guest is asked to power itself off. If it is still on after 90 seconds, the job fails</td>
</tr>
<tr>
<td><code>reboot</code></td>
<td><code>guest.reboot</code></td>
<td>The guest is asked to shut down, and starts again</td>
</tr>
<tr>
<td><code>restart</code></td>
<td><code>guest.restart</code></td>
<td>The guest is reset without being asked</td>
</tr>
<tr>
<td><code>poweroff</code></td>
<td><code>guest.poweroff</code></td>
<td>The power is cut</td>
</tr>
<tr>
<td><code>start</code></td>
<td><code>guest.start</code></td>
<td>The guest starts, or resumes if it is suspended. If it already runs, there is no job</td>
</tr>
<tr>
<td><code>suspend</code></td>
<td><code>guest.suspend</code></td>
<td>The CPUs stop, and the memory stays</td>
</tr>
<tr>
<td><code>delete</code></td>
<td><code>guest.delete</code></td>
<td>The guest is powered off and removed</td>
</tr>
</tbody></table></div>
<p><a href="/docs/guide/guest-states">Guest states</a> shows which verb is possible in which state. A verb that is not possible is rejected
(409), and so is any verb except <code>delete</code> and <code>poweroff</code> while another job of the guest is open.</p>
<div class="table"><table>
<thead>
<tr>
<th>state in Mistify</th>
<th>state of the guest</th>
</tr>
</thead>
<tbody><tr>
<td><code>create</code></td>
<td><code>creating</code></td>
</tr>
<tr>
<td><code>shutoff</code></td>
<td><code>stopped</code>, <code>starting</code>, <code>updating</code></td>
</tr>
<tr>
<td><code>running</code></td>
<td><code>running</code>, <code>rebooting</code>, <code>suspending</code></td>
</tr>
<tr>
<td><code>shutdown</code></td>
<td><code>stopping</code></td>
</tr>
<tr>
<td><code>suspended</code></td>
<td><code>suspended</code></td>
</tr>
<tr>
<td><code>delete</code></td>
<td><code>deleting</code></td>
</tr>
<tr>
<td><code>crashed</code></td>
<td><code>error</code></td>
</tr>
<tr>
<td><code>unknown</code></td>
<td><code>unknown</code>: the host of the guest is away</td>
</tr>
</tbody></table></div>
<h2 id="differences">Differences</h2>
<ul>
<li><strong>Credentials.</strong> The agent has none; this service needs one: <code>Authorization: Bearer &lt;token&gt;</code>, <code>X-Auth-Token: &lt;token&gt;</code>,
or <code>Authorization: Basic</code> with a user and a token of this user in place of the password, but not from web pages.
Mistify&#39;s client for Go sends no credential: give it an <code>http.Client</code> whose transport adds one, or use a service on
the same machine with <code>GUESTHOUSE_AUTH=none</code>.</li>
<li><strong>Projects.</strong> A request works in one project, which <code>X-Project-ID</code> can name. A user with roles in only one project need
not name it.
See <a href="/docs/guide/credentials-and-roles">Credentials and roles</a>.</li>
<li><strong>Ids.</strong> The service chooses the id of a guest. A request with an id is rejected (400).</li>
<li><strong>Names.</strong> The value of the metadata key <code>name</code> becomes the name of a new guest, which must be unique in its project
(409). Without it, the name is <code>mistify-</code> and eight random hexadecimal digits. If the metadata of a guest has no key
<code>name</code>, it is shown with the name of the guest. A later change of the key does not rename the guest.</li>
<li><strong>Metadata.</strong> An empty value is kept. The agent removed the key.</li>
<li><strong>Sizes.</strong> Without <code>cpu</code> and <code>memory</code>, a guest has 1 vCPU and 1,024 MiB. A disk with an image has the size of the
image.</li>
<li><strong>Conditions.</strong> There is no <code>ETag</code>, <code>Idempotency-Key</code> or <code>Prefer: wait</code>. A condition of a write never holds (412).</li>
<li><strong>Unknown members</strong> of a body and unknown query parameters are rejected (400). The agent ignored them.</li>
<li><strong>Empty members.</strong> <code>netmask</code>, <code>gateway</code>, <code>volume</code>, <code>source</code>, <code>snapshot</code> and the <code>device</code> of a NIC are always empty,
<code>vlans</code> is always <code>[]</code>, and <code>vnc</code> is always 0.</li>
<li><strong>NICs</strong> are called <code>net0</code>, <code>net1</code> and so on, as in their metrics.</li>
<li><strong>Counters</strong> that the hypervisor does not have are null, which a client in Go reads as 0.</li>
<li><strong>Jobs</strong> stay for as long as <a href="/docs/guide/waiting">operations</a> do. Lists show at most 1,000.</li>
<li><strong>Faults</strong> are <code>{&quot;message&quot;: …, &quot;code&quot;: …, &quot;stack&quot;: []}</code>, and the stack is always empty.</li>
</ul>
<h2 id="what-is-not-supported">What is not supported</h2>
<p>These requests are rejected with 501, each with its reason:</p>
<div class="table"><table>
<thead>
<tr>
<th>request</th>
<th>why</th>
</tr>
</thead>
<tbody><tr>
<td>a guest or an image of the type <code>container</code></td>
<td>No hypervisor of Guesthouse runs containers</td>
</tr>
<tr>
<td><code>POST /images</code> with a <code>source</code></td>
<td>A service that fetches URLs for its callers gives them access to its own network</td>
</tr>
<tr>
<td><code>/guests/{id}/snapshots</code>, <code>/guests/{id}/disks/{disk}/snapshots</code></td>
<td>Guesthouse has no snapshots</td>
</tr>
</tbody></table></div>
<h2 id="clients">Clients</h2>
<p><code>test/dialects/mistify/promises.test.ts</code> calls every operation with a client in TypeScript that has the rules of
Mistify&#39;s client for Go (mistify-agent at its last commit, 68e3727): no <code>Content-Type</code> and no <code>Accept</code>, exactly one good
status for each call, and only values that fit into its structures. Mistify&#39;s client itself, which has three of these
calls, was not run.</p>
<h2 id="sub-agents">Sub-agents</h2>
<p>The agent gives its work to sub-agents, with remote calls that contain a guest, an action and arguments. In Guesthouse,
drivers do this work behind the interface <code>Backend</code> (<code>backends/backend.ts</code>). It is an interface of TypeScript inside the
service: there are no remote calls to sub-agents, and a sub-agent of Mistify cannot be connected.</p>
<div class="table"><table>
<thead>
<tr>
<th>action of the agent</th>
<th>method of <code>Backend</code></th>
</tr>
</thead>
<tbody><tr>
<td><code>create</code></td>
<td><code>defineGuest</code>, then <code>startGuest</code></td>
</tr>
<tr>
<td><code>start</code></td>
<td><code>startGuest</code></td>
</tr>
<tr>
<td><code>shutdown</code></td>
<td><code>shutdownGuest</code></td>
</tr>
<tr>
<td><code>reboot</code></td>
<td><code>shutdownGuest</code>, then <code>startGuest</code></td>
</tr>
<tr>
<td><code>restart</code></td>
<td><code>restartGuest</code></td>
</tr>
<tr>
<td><code>poweroff</code></td>
<td><code>poweroffGuest</code></td>
</tr>
<tr>
<td><code>suspend</code></td>
<td><code>suspendGuest</code></td>
</tr>
<tr>
<td><code>delete</code></td>
<td><code>removeGuest</code></td>
</tr>
<tr>
<td><code>cpuMetrics</code>, <code>nicMetrics</code>, <code>diskMetrics</code></td>
<td><code>measureGuests</code></td>
</tr>
</tbody></table></div>
`,
  },
  {
    page: 'mogan',
    title: `The API of OpenStack Mogan`,
    html: `<h1 id="the-api-of-openstack-mogan">The API of OpenStack Mogan</h1>
<p>Mogan was OpenStack&#39;s service for bare-metal machines. Guesthouse serves the API of its version 1 over the same guests as
its own API. Use it for programs that were written for Mogan; new programs should use the native API.
<code>GET /v1/dialects/mogan/openapi.yaml</code> returns the contract, which <a href="/docs">the API explorer</a> can show.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
mogan() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;X-Auth-Token: $TOKEN&quot; &quot;$GUESTHOUSE$@&quot;
}
</code></pre>
<h2 id="the-same-things-under-other-names">The same things under other names</h2>
<div class="table"><table>
<thead>
<tr>
<th>Mogan</th>
<th>Guesthouse</th>
<th>paths</th>
</tr>
</thead>
<tbody><tr>
<td>instance</td>
<td>guest</td>
<td><code>/v1/instances…</code>, bookmarks <code>/instances/…</code></td>
</tr>
<tr>
<td>type</td>
<td>instance type</td>
<td><code>/v1/types…</code>, bookmarks <code>/types/…</code></td>
</tr>
<tr>
<td>availability zone</td>
<td>zone</td>
<td><code>/v1/availability_zones</code></td>
</tr>
<tr>
<td><code>image_uuid</code></td>
<td>the image of the first disk</td>
<td></td>
</tr>
<tr>
<td><code>net_id</code></td>
<td>network</td>
<td></td>
</tr>
<tr>
<td><code>port_type</code></td>
<td>the model of a NIC: <code>virtio</code> = <code>10GE</code>, <code>e1000</code> = <code>1GE</code></td>
<td></td>
</tr>
<tr>
<td><code>extra</code></td>
<td>metadata</td>
<td></td>
</tr>
<tr>
<td><code>fixed_ips</code></td>
<td>the addresses that a NIC was seen to have</td>
<td></td>
</tr>
<tr>
<td>tenant</td>
<td>project</td>
<td></td>
</tr>
</tbody></table></div>
<p>An instance needs a type, an image and a network. Administrators make types; <code>vcpus</code>, <code>memory_mib</code> and <code>root_disk_mib</code>
are members of a type here:</p>
<pre><code class="language-sh">mogan /v1/types --json &#39;{&quot;name&quot;: &quot;small&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 256}&#39;
mogan /v1/images --json &#39;{&quot;name&quot;: &quot;mogan-disk&quot;, &quot;kind&quot;: &quot;disk&quot;, &quot;format&quot;: &quot;raw&quot;}&#39; &gt; /dev/null
head -c 1048576 /dev/zero &gt; mogan-disk.raw
mogan /v1/images/mogan-disk/content -T mogan-disk.raw -H &#39;Content-Type: application/octet-stream&#39; &gt; /dev/null
mogan /v1/availability_zones
</code></pre>
<pre><code class="language-json">{&quot;uuid&quot;: &quot;…&quot;, &quot;name&quot;: &quot;small&quot;, &quot;description&quot;: &quot;&quot;, &quot;is_public&quot;: true, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 256, …}
</code></pre>
<h2 id="create-an-instance">Create an instance</h2>
<p>A <code>POST</code> creates an instance and powers it on. It names the type, the image, the zone and the networks by their ids, or
by their names. A request that names one that does not exist is rejected (400).</p>
<pre><code class="language-sh">curl -sS -i -H &quot;X-Auth-Token: $TOKEN&quot; $GUESTHOUSE/v1/instances --json &#39;{
  &quot;name&quot;: &quot;legacy-1&quot;, &quot;instance_type_uuid&quot;: &quot;small&quot;, &quot;image_uuid&quot;: &quot;mogan-disk&quot;,
  &quot;networks&quot;: [{&quot;net_id&quot;: &quot;user&quot;}], &quot;extra&quot;: {&quot;My Server Name&quot;: &quot;Apache1&quot;}}&#39;
</code></pre>
<pre><code class="language-http">HTTP/1.1 201 Created

{&quot;uuid&quot;: &quot;…&quot;, &quot;name&quot;: &quot;legacy-1&quot;, &quot;description&quot;: &quot;&quot;, &quot;status&quot;: &quot;building&quot;, &quot;power_state&quot;: null, …}
</code></pre>
<p>Its <code>status</code> is <code>building</code>, and then <code>active</code>, which does not mean that it is powered on: <code>power_state</code> does.</p>
<div class="table"><table>
<thead>
<tr>
<th><code>state</code> of the guest</th>
<th><code>status</code></th>
</tr>
</thead>
<tbody><tr>
<td>creating</td>
<td><code>building</code></td>
</tr>
<tr>
<td>deleting</td>
<td><code>deleting</code></td>
</tr>
<tr>
<td>error</td>
<td><code>error</code></td>
</tr>
<tr>
<td>unknown, because its host is away</td>
<td>null</td>
</tr>
<tr>
<td>all others, such as stopped, starting, running</td>
<td><code>active</code></td>
</tr>
</tbody></table></div>
<pre><code class="language-sh">until mogan /v1/instances/legacy-1/states | grep &#39;&quot;power_state&quot;:&quot;power on&quot;,&quot;target_power_state&quot;:null&#39;; do sleep 0.5; done
</code></pre>
<pre><code class="language-json">{ &quot;power_state&quot;: &quot;power on&quot;, &quot;target_power_state&quot;: null }
</code></pre>
<h2 id="list-and-change-instances">List and change instances</h2>
<p>A list contains all instances of the project, with <code>uuid</code>, <code>name</code>, <code>status</code>, <code>description</code> and <code>links</code>. <code>fields</code> names
other members, and <code>/v1/instances/detail</code> shows all of them. <code>limit</code> and <code>marker</code> (a uuid) divide the list into pages.
Administrators see the instances of all projects with <code>all_tenants=1</code>; for others, it is rejected (403).</p>
<pre><code class="language-sh">mogan &#39;/v1/instances?fields=name,status&amp;limit=1&#39;
</code></pre>
<pre><code class="language-json">{&quot;instances&quot;: [{&quot;name&quot;: &quot;…&quot;, &quot;status&quot;: &quot;active&quot;, &quot;links&quot;: […]}]}
</code></pre>
<p>A <code>PATCH</code> is a JSON Patch (RFC 6902) with all its operations, as <code>application/json-patch+json</code> or <code>application/json</code>. It
can write <code>/name</code>, <code>/description</code> and <code>/extra</code>. If a <code>test</code> fails, nothing changes (409).</p>
<pre><code class="language-sh">mogan /v1/instances/legacy-1 -X PATCH -H &#39;Content-Type: application/json&#39; -d &#39;[
  {&quot;op&quot;: &quot;test&quot;, &quot;path&quot;: &quot;/status&quot;, &quot;value&quot;: &quot;active&quot;},
  {&quot;op&quot;: &quot;replace&quot;, &quot;path&quot;: &quot;/description&quot;, &quot;value&quot;: &quot;The old front end&quot;},
  {&quot;op&quot;: &quot;add&quot;, &quot;path&quot;: &quot;/extra/k1&quot;, &quot;value&quot;: &quot;v1&quot;}]&#39;
</code></pre>
<pre><code class="language-json">{&quot;name&quot;: &quot;legacy-1&quot;, &quot;description&quot;: &quot;The old front end&quot;, &quot;extra&quot;: {&quot;My Server Name&quot;: &quot;Apache1&quot;, &quot;k1&quot;: &quot;v1&quot;}, …}
</code></pre>
<h2 id="power">Power</h2>
<p><code>PUT …/states/power</code> takes the targets <code>on</code>, <code>off</code>, <code>reboot</code>, <code>soft_off</code> and <code>soft_reboot</code>. <code>off</code> and <code>reboot</code> do not ask
the guest system. The response is 202 without a body; <code>target_power_state</code> shows the target until it is reached. While
another operation is in progress, the request is rejected with 409; a target that the state does not allow is rejected
with 400.</p>
<pre><code class="language-sh">mogan /v1/instances/legacy-1/states/power -X PUT --json &#39;{&quot;target&quot;: &quot;off&quot;}&#39;
until mogan /v1/instances/legacy-1/states | grep &#39;&quot;power_state&quot;:&quot;power off&quot;,&quot;target_power_state&quot;:null&#39;; do sleep 0.5; done
curl -sS -i -X DELETE -H &quot;X-Auth-Token: $TOKEN&quot; $GUESTHOUSE/v1/instances/legacy-1
until curl -sS -H &quot;X-Auth-Token: $TOKEN&quot; $GUESTHOUSE/v1/instances/legacy-1 | grep faultstring; do sleep 0.5; done
</code></pre>
<pre><code class="language-http">HTTP/1.1 204 No Content
</code></pre>
<h2 id="faults">Faults</h2>
<p>A fault is JSON in a JSON string, as in Mogan. It has no <code>error_name</code>; the statuses are those of the native API, except
that a state that does not allow a power target is 400. A 406 has no body. Nothing of Mogan&#39;s first API is 501 except
what the hosts cannot do, such as a <code>port_type</code> that none of them supports.</p>
<pre><code class="language-sh">curl -sS -w &#39;\\n&#39; -H &quot;X-Auth-Token: $TOKEN&quot; $GUESTHOUSE/v1/instances/nobody
</code></pre>
<pre><code class="language-json">{ &quot;error_message&quot;: &quot;{\\&quot;faultstring\\&quot;:\\&quot;The guest does not exist.\\&quot;,\\&quot;faultcode\\&quot;:\\&quot;Client\\&quot;,\\&quot;debuginfo\\&quot;:null}&quot; }
</code></pre>
<p>Every response has <code>Openstack-Request-Id</code>: <code>req-</code> and the value of <code>X-Request-ID</code>.</p>
<h2 id="what-differs">What differs</h2>
<ul>
<li><code>project_id</code> and <code>user_id</code> are Guesthouse&#39;s, even if the project or the user comes from Keystone. <code>X-Project-ID</code> can
name a project by its id in Keystone.</li>
<li>A missing type, image, zone or network is 400, an unknown member of a body too.</li>
<li><code>fields</code> with an unknown member is 400, and <code>all_tenants</code> without the right 403; Mogan ignored both.</li>
<li>A type needs <code>vcpus</code> and <code>memory_mib</code>. It is changed by <code>PATCH</code>, as an instance is, not by <code>PUT</code>. <code>is_public: false</code>
means the current project. <code>extra_specs</code> is its metadata.</li>
<li><code>subnet_id</code> of an address is null. The uuid of a port is made from the guest and the device, so it stays the same.</li>
<li>Mogan&#39;s documents contradict each other in two places. Guesthouse shows <code>power on</code> and <code>power off</code>, not <code>on</code> and <code>off</code>,
and <code>fixed_ips</code>, not <code>fixed_ip</code>.</li>
<li>There is no <code>ETag</code>, <code>Idempotency-Key</code> or <code>Prefer: wait</code> here; a condition of a write never holds (412).</li>
<li>The API has nothing that later versions of Mogan added: locks, rebuilds, consoles, interfaces, floating IPs, key pairs,
nodes, aggregates. Their paths are 404, and their members of a body 400.</li>
</ul>
<h2 id="what-was-tested">What was tested</h2>
<p>Mogan&#39;s documents of version 1 (2016) make 18 promises about instances. The names of the tests in
<code>test/dialects/mogan/instances.test.ts</code> begin with the number of the promise that they prove:</p>
<div class="table"><table>
<thead>
<tr>
<th>numbers</th>
<th>promise</th>
</tr>
</thead>
<tbody><tr>
<td>G1, G2</td>
<td>create with a type, an image, a zone and networks; <code>building</code>, then powered on</td>
</tr>
<tr>
<td>G3, G4</td>
<td>201 with <code>Location</code>; links <code>self</code> and <code>bookmark</code></td>
</tr>
<tr>
<td>G5</td>
<td>faults with 400, 401, 403 and 409</td>
</tr>
<tr>
<td>G6</td>
<td>all members of an instance</td>
</tr>
<tr>
<td>G7 to G9</td>
<td>the short list of all instances, <code>all_tenants</code>, <code>fields</code></td>
</tr>
<tr>
<td>G10, G11</td>
<td><code>/detail</code>, and one instance</td>
</tr>
<tr>
<td>G12, G13</td>
<td>JSON Patch, and the whole instance as its response</td>
</tr>
<tr>
<td>G14</td>
<td>delete: 204, then <code>deleting</code>, then 404</td>
</tr>
<tr>
<td>G15, G16</td>
<td><code>target_power_state</code>, and the sub-resource <code>states</code></td>
</tr>
<tr>
<td>G17, G18</td>
<td>the power targets; 202, 409, 400 and 406</td>
</tr>
</tbody></table></div>
<p>Debian has no client for Mogan. <code>test/dialects/mogan/openstacksdk.test.ts</code> uses the generic resources of openstacksdk
(0.101.0) as the client: create, list in pages, get, JSON Patch, delete, and faults. It also compares the results of
patches with those of python3-jsonpatch (1.32).</p>
`,
  },
  {
    page: 'ovirt',
    title: `The API of oVirt`,
    html: `<h1 id="the-api-of-ovirt">The API of oVirt</h1>
<p>oVirt manages virtual machines on many hosts. Guesthouse serves the common concepts of its REST API, version 4, over the
same guests as its own API, so that clients of oVirt work without changes: fencing agents, viewers, scripts. New programs
should use the native API. <code>GET /v1/dialects/ovirt/openapi.yaml</code> returns the contract, which <a href="/docs">the API explorer</a> can
show.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
ovirt() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -u &quot;admin@internal:$TOKEN&quot; &quot;$GUESTHOUSE/ovirt-engine/api$@&quot;
}
ovirt | head -n 6
</code></pre>
<pre><code class="language-text">&lt;api&gt;
&lt;name&gt;Guesthouse&lt;/name&gt;
</code></pre>
<h2 id="sign-in">Sign in</h2>
<p>Passwords are tokens: <code>Authorization: Basic</code> has the name of a user and one of its tokens. The domain after the name
names the project (<code>ann@web</code>); the domain <code>internal</code> names none, which is enough for a user with roles in one project. <code>Authorization: Bearer &lt;token&gt;</code> works too, with
<code>X-Project-ID</code> for the project. <code>POST /ovirt-engine/sso/oauth/token</code> returns the password as the token, for clients that
ask for one; it does not check the token.</p>
<p>A request reaches only the machines of its project. Names are unique only within a project, so a fencing agent that saw
a second project could power off the wrong machine.</p>
<p>There are no sessions. <code>Prefer: persistent-auth</code> has no effect, and no cookie is set. There is no <code>ETag</code> and no
<code>Idempotency-Key</code> either: a condition of a write never holds (412).</p>
<h2 id="the-same-things-under-other-names">The same things under other names</h2>
<div class="table"><table>
<thead>
<tr>
<th>oVirt</th>
<th>Guesthouse</th>
</tr>
</thead>
<tbody><tr>
<td>virtual machine (<code>vms</code>), NIC, disk, CD-ROM</td>
<td>guest and its parts</td>
</tr>
<tr>
<td>template</td>
<td>image of a disk; <code>Blank</code> is none</td>
</tr>
<tr>
<td>cluster; data center</td>
<td>zone; there is one, <code>Default</code></td>
</tr>
<tr>
<td>host; network, vNIC profile</td>
<td>host; network, twice</td>
</tr>
<tr>
<td>permission, role, user, group</td>
<td>the same; the id of a role is its name</td>
</tr>
<tr>
<td>roles <code>UserRole</code>, <code>UserVmManager</code></td>
<td><code>operator</code>, <code>member</code></td>
</tr>
<tr>
<td>event, job</td>
<td>event, operation</td>
</tr>
<tr>
<td>memory in bytes</td>
<td>must be whole MiB</td>
</tr>
<tr>
<td><code>cpu.topology</code></td>
<td>its product is the number of vCPUs</td>
</tr>
</tbody></table></div>
<p>Storage domains and pools are empty collections, because some clients ask for them.</p>
<div class="table"><table>
<thead>
<tr>
<th>status</th>
<th>state of the guest</th>
</tr>
</thead>
<tbody><tr>
<td><code>image_locked</code></td>
<td>creating, deleting</td>
</tr>
<tr>
<td><code>down</code></td>
<td>stopped, updating; error, with the <code>stop_reason</code></td>
</tr>
<tr>
<td><code>powering_up</code></td>
<td>starting</td>
</tr>
<tr>
<td><code>up</code></td>
<td>running</td>
</tr>
<tr>
<td><code>powering_down</code></td>
<td>stopping</td>
</tr>
<tr>
<td><code>reboot_in_progress</code></td>
<td>rebooting</td>
</tr>
<tr>
<td><code>saving_state</code></td>
<td>suspending</td>
</tr>
<tr>
<td><code>suspended</code></td>
<td>suspended</td>
</tr>
<tr>
<td><code>unknown</code></td>
<td>unknown, because its host is away</td>
</tr>
</tbody></table></div>
<p>A machine that failed is <code>down</code>: fencing agents take every other status for a machine that runs.</p>
<h2 id="create-and-find-machines">Create and find machines</h2>
<p>Bodies are XML or JSON, by <code>Content-Type</code>; responses by <code>Accept</code>, and XML without it. A machine needs a cluster, a name
and a template. It is not started.</p>
<pre><code class="language-sh">ovirt /vms -H &#39;Content-Type: application/xml&#39; -d &#39;
  &lt;vm&gt;
    &lt;name&gt;legacy-vm&lt;/name&gt;
    &lt;cluster&gt;&lt;name&gt;default&lt;/name&gt;&lt;/cluster&gt;
    &lt;template&gt;&lt;name&gt;Blank&lt;/name&gt;&lt;/template&gt;
    &lt;memory&gt;134217728&lt;/memory&gt;
    &lt;nics&gt;&lt;nic&gt;&lt;network&gt;&lt;name&gt;user&lt;/name&gt;&lt;/network&gt;&lt;/nic&gt;&lt;/nics&gt;
  &lt;/vm&gt;&#39;
</code></pre>
<pre><code class="language-text">&lt;name&gt;legacy-vm&lt;/name&gt;
&lt;status&gt;image_locked&lt;/status&gt;
&lt;memory&gt;134217728&lt;/memory&gt;
</code></pre>
<pre><code class="language-sh">until ovirt &#39;/vms?search=name%3Dlegacy-vm&#39; | grep &#39;&lt;status&gt;down&lt;/status&gt;&#39;; do sleep 0.5; done
ovirt &#39;/vms?search=name%3Dlegacy*%20sortby%20name&amp;max=5&#39; -H &#39;Accept: application/json&#39;
</code></pre>
<pre><code class="language-json">{&quot;vm&quot;: [{&quot;name&quot;: &quot;legacy-vm&quot;, &quot;status&quot;: &quot;down&quot;, &quot;memory&quot;: 134217728, &quot;type&quot;: &quot;server&quot;, …}]}
</code></pre>
<p>A list contains everything, unless <code>max</code> limits it; then <code>page N</code> in the search is the Nth page of that size. The search
has criteria (<code>status=up and memory&gt;512</code>), words, <code>*</code>, <code>sortby FIELD [asc|desc]</code>, and ignores case unless <code>case_sensitive</code>
is true. Fields of related elements work in both spellings: <code>users.name=mary</code>, <code>hosts?search=vms.status=up</code>. An unknown
field is rejected (400), with the fields that are known. oVirt returns an empty list instead, which hides mistakes.</p>
<p><code>PUT</code> changes the members that the body contains: name, description, and, while the machine is down, memory and CPUs. As
natively, a machine has at most 256 CPUs (sockets × cores × threads), 16 MiB to 4 TiB of memory, 8 NICs, and 16 disks and
CD-ROMs together; a request for more is rejected (400).</p>
<h2 id="act">Act</h2>
<div class="table"><table>
<thead>
<tr>
<th>action</th>
<th>what it does</th>
<th><code>complete</code> when</th>
</tr>
</thead>
<tbody><tr>
<td><code>start</code></td>
<td>powers on, or resumes</td>
<td>the machine runs</td>
</tr>
<tr>
<td><code>stop</code></td>
<td>powers off immediately</td>
<td>it is off</td>
</tr>
<tr>
<td><code>shutdown</code></td>
<td>asks the operating system to shut down</td>
<td>the request is accepted</td>
</tr>
<tr>
<td><code>reboot</code></td>
<td>asks the operating system to reboot</td>
<td>the request is accepted</td>
</tr>
<tr>
<td><code>reset</code></td>
<td>resets immediately</td>
<td>it runs again</td>
</tr>
<tr>
<td><code>suspend</code></td>
<td>stops, and keeps the memory on the host</td>
<td>it is suspended</td>
</tr>
</tbody></table></div>
<p>A suspended machine loses its memory if the host loses power; in oVirt, the memory is on disk.</p>
<p>With <code>async</code> false, the response waits for the end, for at most a minute. Otherwise it is 202 with the status <code>pending</code>
and the job to follow.</p>
<pre><code class="language-sh">ovirt /vms/legacy-vm/start -H &#39;Content-Type: application/xml&#39; -d &#39;&lt;action/&gt;&#39;
</code></pre>
<pre><code class="language-text">&lt;status&gt;pending&lt;/status&gt;
&lt;async&gt;true&lt;/async&gt;
</code></pre>
<pre><code class="language-sh">until ovirt /vms/legacy-vm | grep &#39;&lt;status&gt;up&lt;/status&gt;&#39;; do sleep 0.5; done
ovirt /vms/legacy-vm/stop -H &#39;Accept: application/json&#39; --json &#39;{&quot;async&quot;: false}&#39;
ovirt /vms/legacy-vm -X DELETE
</code></pre>
<pre><code class="language-json">{ &quot;status&quot;: &quot;complete&quot;, &quot;async&quot;: false }
</code></pre>
<h2 id="fence-a-guest">Fence a guest</h2>
<p>The fencing agent <code>fence_rhevm</code> of Debian powers guests off and on for a cluster manager. Its plug is the name of the
guest; a name with spaces or <code>&amp;</code> does not work, because the agent does not encode it. The role <code>operator</code> is enough.</p>
<p><code>fence_rhevm --ip=guesthouse.example --ipport=8480 --username=ann@web --password=$TOKEN --plug=legacy-vm --action=reboot</code></p>
<h2 id="faults">Faults</h2>
<p>A fault has a <code>reason</code> and a <code>detail</code>. The fault of an action is inside the action.</p>
<pre><code class="language-sh">curl -sS -w &#39;\\n&#39; -u &quot;admin@internal:$TOKEN&quot; $GUESTHOUSE/ovirt-engine/api/vms/nobody
</code></pre>
<pre><code class="language-text">&lt;fault&gt;
&lt;reason&gt;Operation Failed&lt;/reason&gt;
&lt;detail&gt;[The guest does not exist.]&lt;/detail&gt;
</code></pre>
<p>The statuses are those of the native API, except that a missing or unknown project is 401, because the project is a part
of the user&#39;s name. A 406 has no body. <code>Correlation-Id</code> is the id of the request, and every response repeats it.</p>
<h2 id="what-is-rejected">What is rejected</h2>
<div class="table"><table>
<thead>
<tr>
<th>what</th>
<th>status</th>
</tr>
</thead>
<tbody><tr>
<td><code>clone</code>, <code>clone_permissions</code>: machines that are independent of the template</td>
<td>501</td>
</tr>
<tr>
<td><code>use_cloud_init</code>, <code>use_sysprep</code>, <code>use_ignition</code>, <code>use_initialization</code></td>
<td>501</td>
</tr>
<tr>
<td>other actions and parts, such as <code>migrate</code>, <code>ticket</code>, <code>snapshots</code></td>
<td>501</td>
</tr>
<tr>
<td><code>stateless</code>, <code>delete_protected</code>, <code>high_availability</code>, <code>pause</code>, if true</td>
<td>400</td>
</tr>
<tr>
<td>members of the model that are not in the contract, such as <code>quota</code></td>
<td>400</td>
</tr>
<tr>
<td><code>domain</code> and other fields of a search that Guesthouse does not know</td>
<td>400</td>
</tr>
<tr>
<td>a <code>Version</code> other than 4</td>
<td>400</td>
</tr>
<tr>
<td>XML with a document type, or with more than 64 KiB</td>
<td>400</td>
</tr>
</tbody></table></div>
<p><code>follow</code> is not supported. The parts of a machine are set when it is created, and have no <code>POST</code>. The option
<code>--use-cookies</code> of <code>fence_rhevm</code> does not work, because it needs a session.</p>
<h2 id="what-was-tested">What was tested</h2>
<p>oVirt&#39;s documentation makes 36 promises about its common concepts. The names of the tests in <code>test/dialects/ovirt</code> begin
with the number of the promise that they prove:</p>
<div class="table"><table>
<thead>
<tr>
<th>numbers</th>
<th>promise</th>
</tr>
</thead>
<tbody><tr>
<td>O1 to O5</td>
<td>types, identified objects, paths, opaque ids, collections</td>
</tr>
<tr>
<td>O6 to O10</td>
<td>XML and JSON, both ways</td>
</tr>
<tr>
<td>O11 to O14</td>
<td>services, paths, methods, actions</td>
</tr>
<tr>
<td>O15 to O18</td>
<td>bodies, <code>add</code>, <code>clone</code> (rejected), <code>action</code></td>
</tr>
<tr>
<td>O19</td>
<td>one-off starts with cloud-init (rejected)</td>
</tr>
<tr>
<td>O20</td>
<td>credentials</td>
</tr>
<tr>
<td>O21 to O30</td>
<td>search, <code>max</code>, <code>case_sensitive</code>, <code>sortby</code>, wildcards, pages</td>
</tr>
<tr>
<td>O31 to O33</td>
<td>permissions, users, roles</td>
</tr>
<tr>
<td>O34, O35</td>
<td>faults</td>
</tr>
<tr>
<td>O36</td>
<td>hosts, events</td>
</tr>
</tbody></table></div>
<p>Two clients of other projects run unmodified against the service, on the simulation and on QEMU: <code>fence_rhevm</code>
(fence-agents 4.12.1) and libgovirt (0.3.9).</p>
`,
  },
  {
    page: 'sahara',
    title: `Sahara`,
    html: `<h1 id="sahara">Sahara</h1>
<p>OpenStack Sahara managed clusters of virtual machines. The service also speaks the conventions of its API, version 1.1,
over the same guests: clients of Sahara see guests as <code>guests</code>, and as <code>clusters</code> of one node. Every request does the
same as a request of the native API.</p>
<pre><code class="language-sh">GUESTHOUSE=http://127.0.0.1:8480
TOKEN=$(cat data/admin.token)
sahara() {
  curl -sS --fail-with-body -w &#39;\\n&#39; -H &quot;X-Auth-Token: $TOKEN&quot; &quot;$GUESTHOUSE/v1.1/default$@&quot;
}
</code></pre>
<p>The contract is <code>openapi/sahara.yaml</code>, which the service returns at <code>/v1/dialects/sahara/openapi.json</code>.
<code>GUESTHOUSE_DIALECTS=none</code> turns this API off.</p>
<h2 id="a-tour">A tour</h2>
<pre><code class="language-sh">sahara /guests --json &#39;{&quot;name&quot;: &quot;sahara-1&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 128}&#39;
</code></pre>
<pre><code class="language-json">{&quot;guest&quot;: {&quot;name&quot;: &quot;sahara-1&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 128, &quot;state&quot;: &quot;creating&quot;, …}}
</code></pre>
<p>The creation goes on after the response (202). The same guest is a cluster:</p>
<pre><code class="language-sh">sleep 1
sahara /clusters.json | grep -o &#39;&quot;status&quot;:&quot;[A-Za-z]*&quot;&#39; | tail -1
</code></pre>
<pre><code class="language-json">{ &quot;status&quot;: &quot;Active&quot; }
</code></pre>
<p>A page of a list has markers. <code>next</code> is the last id of the page, or null on the last page:</p>
<pre><code class="language-sh">sahara &#39;/guests?limit=1&amp;sort_by=-created_at&#39;
</code></pre>
<pre><code class="language-json">{&quot;guests&quot;: [{&quot;name&quot;: &quot;sahara-1&quot;, …}], …}
</code></pre>
<p>A name can be taken:</p>
<pre><code class="language-sh">curl -sS -w &#39;\\n&#39; -H &quot;X-Auth-Token: $TOKEN&quot; $GUESTHOUSE/v1.1/default/guests \\
  --json &#39;{&quot;name&quot;: &quot;sahara-1&quot;, &quot;vcpus&quot;: 1, &quot;memory_mib&quot;: 128}&#39;
</code></pre>
<pre><code class="language-json">{
  &quot;error_code&quot;: 400,
  &quot;error_name&quot;: &quot;GUEST_NAME_ALREADY_EXISTS&quot;,
  &quot;error_message&quot;: &quot;Another guest of the project already has this name.&quot;
}
</code></pre>
<p>A deletion is accepted with 204 and done afterwards. Until then, the guest is shown in state <code>deleting</code>:</p>
<pre><code class="language-sh">sahara /guests/sahara-1 -X PATCH --json &#39;{&quot;description&quot;: &quot;Soon gone&quot;}&#39; | grep -o &#39;&quot;description&quot;:&quot;[^&quot;]*&quot;&#39;
sahara /guests/sahara-1 -X DELETE
</code></pre>
<pre><code class="language-json">{ &quot;description&quot;: &quot;Soon gone&quot; }
</code></pre>
<h2 id="what-works">What works</h2>
<p>The promises of Sahara&#39;s document, by the numbers that the tests use:</p>
<div class="table"><table>
<thead>
<tr>
<th>promise</th>
<th>what</th>
</tr>
</thead>
<tbody><tr>
<td>S1</td>
<td>A token in <code>X-Auth-Token</code>: one of Guesthouse, of Keystone or of an OpenID provider</td>
</tr>
<tr>
<td>S2</td>
<td>No token, if the service has no authentication (<code>GUESTHOUSE_AUTH=none</code>)</td>
</tr>
<tr>
<td>S3</td>
<td>The project in every path, by its id or name here, or by its id in Keystone</td>
</tr>
<tr>
<td>S4</td>
<td>Only projects that the caller has access to; another one is rejected (403), and so is its guest (404)</td>
</tr>
<tr>
<td>S5</td>
<td>Bodies in <code>application/json</code>; other media types are rejected (415)</td>
</tr>
<tr>
<td>S6</td>
<td>JSON by <code>Accept</code>, or by <code>.json</code> at the end of any path, which overrides <code>Accept</code></td>
</tr>
<tr>
<td>S7</td>
<td>JSON by default</td>
</tr>
<tr>
<td>S8</td>
<td><code>limit</code>: a positive number of elements. More than 1,000 is treated as 1,000</td>
</tr>
<tr>
<td>S9</td>
<td><code>marker</code>: the id of the last element of the page before. An unknown one is rejected (400)</td>
</tr>
<tr>
<td>S10</td>
<td>Both on every list. Without <code>limit</code>, a list has all elements</td>
</tr>
<tr>
<td>S11</td>
<td><code>markers</code> with <code>prev</code> and <code>next</code> in every list</td>
</tr>
<tr>
<td>S12</td>
<td><code>sort_by</code>: a field, with a leading minus sign for the reverse order. An unknown one is rejected with the known ones</td>
</tr>
<tr>
<td>S13</td>
<td>Standard status codes</td>
</tr>
<tr>
<td>S14</td>
<td>Faults with <code>error_code</code>, <code>error_name</code> and <code>error_message</code></td>
</tr>
<tr>
<td>S15</td>
<td>A name that is taken is rejected with 400 (<code>GUEST_NAME_ALREADY_EXISTS</code>, <code>CLUSTER_NAME_ALREADY_EXISTS</code>)</td>
</tr>
<tr>
<td>S16</td>
<td><code>error_name</code> is from a closed list, and has no ids in it</td>
</tr>
</tbody></table></div>
<div class="table"><table>
<thead>
<tr>
<th>path</th>
<th>GET</th>
<th>POST</th>
<th>PATCH, PUT</th>
<th>DELETE</th>
</tr>
</thead>
<tbody><tr>
<td><code>/v1.1/{project}/guests</code>, <code>…/clusters</code></td>
<td>list</td>
<td>202</td>
<td></td>
<td></td>
</tr>
<tr>
<td><code>/v1.1/{project}/guests/{guest}</code></td>
<td>show</td>
<td></td>
<td>202</td>
<td>204</td>
</tr>
<tr>
<td><code>/v1.1/{project}/clusters/{cluster}</code></td>
<td>show</td>
<td></td>
<td>202</td>
<td>204</td>
</tr>
</tbody></table></div>
<p>A guest is created with the members of the native API. <code>?start=true</code> also powers it on. A cluster is created from
exactly one node group with <code>count</code> 1. Its <code>flavor_id</code> is an instance type, <code>image_id</code> or <code>default_image_id</code> the image
of its disk, and <code>neutron_management_network</code> the network of its NIC. The other members of Sahara&#39;s clusters are
rejected (400).</p>
<p>The status of a cluster follows from the <a href="/docs/guide/guest-states">state of the guest</a>:</p>
<div class="table"><table>
<thead>
<tr>
<th>state of the guest</th>
<th>status of the cluster</th>
</tr>
</thead>
<tbody><tr>
<td><code>creating</code></td>
<td><code>Spawning</code></td>
</tr>
<tr>
<td><code>starting</code></td>
<td><code>Starting</code></td>
</tr>
<tr>
<td><code>deleting</code></td>
<td><code>Deleting</code></td>
</tr>
<tr>
<td><code>error</code></td>
<td><code>Error</code></td>
</tr>
<tr>
<td><code>unknown</code></td>
<td>null</td>
</tr>
<tr>
<td>every other state</td>
<td><code>Active</code></td>
</tr>
</tbody></table></div>
<h2 id="clients">Clients</h2>
<p>The tests run these clients unmodified, in the versions of Debian 12: python-saharaclient 4.0.2, and its command
<code>openstack dataprocessing</code> with python-openstackclient 6.0.0. The address that they need contains the project:
<code>--os-data-processing-url http://127.0.0.1:8480/v1.1/default</code>. With a token of Guesthouse, the options are
<code>--os-auth-type admin_token --os-endpoint http://127.0.0.1:8480 --os-token &quot;$TOKEN&quot;</code>.</p>
<p>Their <code>cluster list</code>, <code>show</code>, <code>update</code> and <code>delete</code> work, and so does <code>clusters.create</code> of the library.</p>
<h2 id="differences-from-sahara">Differences from Sahara</h2>
<ul>
<li>A project without access is rejected with 403, as Sahara&#39;s document says; its implementation returned 401.</li>
<li>An unknown marker is rejected with 400; the implementation returned 404.</li>
<li>Lists have <code>markers</code> even without <code>limit</code>.</li>
<li><code>Accept</code> that excludes JSON is rejected with 406, without a body.</li>
<li>Names of guests that end in <code>.json</code> need the suffix twice in a path, because the first one is removed.</li>
<li>Only guests and clusters exist. Plugins, templates, images, jobs and data sources are 404: they belong to Hadoop, which
Guesthouse does not run. Only a capability that no host has is rejected with 501
(<code>UNSUPPORTED_BY_BACKEND</code>).</li>
<li>There is no <code>ETag</code>, no <code>Idempotency-Key</code> and no <code>Prefer: wait</code>. Requests that need them use the native API.</li>
<li>A list without <code>limit</code> is sent while it is read. If the database fails in the middle, or the credential is revoked,
the connection is closed, so the client never takes a short list for a complete one.</li>
</ul>
`,
  },
];
