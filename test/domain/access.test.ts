/** Tests of roles, rights and visibility: the order of the roles, and what a user can do with a credential. */
import { expect } from 'chai';
import {
  hasRightAnywhere,
  hasRight,
  onlyProjectOf,
  principalOf,
  roleIn,
  visibilityOf,
  visibilityOfProject,
} from '../../src/domain/access.js';
import type { Grant, Principal, PrincipalFacts } from '../../src/domain/access.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId, ProjectId, UserId } from '../../src/domain/ids.js';
import {
  GUEST_ROLES,
  isAtLeast,
  reachOf,
  rightsOf,
  RIGHTS_OF_EVERY_CALLER,
  ROLES,
  roleHas,
} from '../../src/domain/rights.js';
import type { Right, Role } from '../../src/domain/rights.js';

const HERE = newId<ProjectId>();
const THERE = newId<ProjectId>();
const GUEST = newId<GuestId>();
const ALL = rightsOf('admin');

function grant(role: Role, projectId: ProjectId, guestId: GuestId | null = null): Grant {
  return { role, projectId, projectName: projectId === HERE ? 'Here' : 'there', guestId };
}

function principal(grants: Grant[], facts: Partial<PrincipalFacts> = {}): Principal {
  const nothing = { boundTo: null, home: null, ceiling: null, scopes: [], expiresAtMs: null, validUntilMs: Infinity };
  return principalOf({ credentialId: 'c', userId: newId<UserId>(), userName: 'u', ...nothing, ...facts, grants });
}

describe('Roles', () => {
  it('each include the rights of the previous ones, and more', () => {
    for (const [rank, role] of ROLES.entries()) {
      const before = ROLES[rank - 1];
      if (before === undefined) expect(rightsOf(role)).to.include.members([...RIGHTS_OF_EVERY_CALLER]);
      else {
        expect(rightsOf(role)).to.include.members([...rightsOf(before)]);
        expect(rightsOf(role).length).to.be.greaterThan(rightsOf(before).length);
      }
    }
  });

  it('differ as documented: viewers see, operators start and stop, members create, owners manage permissions, admins do everything', () => {
    const least = (right: Right): Role | undefined => ROLES.find((role) => roleHas(role, right));
    expect(least('guests.read')).to.equal('viewer');
    expect(least('guests.operate')).to.equal('operator');
    expect(least('guests.create')).to.equal('member');
    expect(least('project-permissions.change')).to.equal('owner');
    expect(least('projects.change')).to.equal('admin');
    expect(roleHas(null, 'service.read')).to.equal(false);
  });

  it('on a single guest give no right to create another in the project', () => {
    for (const role of GUEST_ROLES) {
      const caller = principal([grant(role, THERE, GUEST)]);
      expect(hasRight(caller, 'guests.create', { projectId: THERE })).to.equal(false);
      expect(hasRight(caller, 'guests.read', { projectId: THERE, guestId: GUEST })).to.equal(true);
      expect(hasRight(caller, 'guests.operate', { projectId: THERE, guestId: GUEST })).to.equal(role !== 'viewer');
      expect(hasRight(caller, 'guests.read', { projectId: THERE, guestId: newId<GuestId>() })).to.equal(false);
    }
  });
});

describe('A principal', () => {
  it('has the best role granted to itself or its groups', () => {
    const caller = principal([grant('viewer', HERE), grant('member', HERE), grant('operator', HERE)]);
    expect(roleIn(caller, HERE)).to.equal('member');
    expect(roleIn(caller, THERE)).to.equal(null);
  });

  it('that is an administrator in one project is an administrator everywhere', () => {
    const caller = principal([grant('admin', HERE)]);
    expect(caller.isAdmin).to.equal(true);
    for (const right of ALL) expect(hasRight(caller, right, { projectId: THERE }), right).to.equal(true);
    expect(visibilityOf({ principal: caller, projectId: HERE })).to.deep.equal({ kind: 'everything' });
    expect(visibilityOfProject({ principal: caller, projectId: THERE })).to.deep.equal({
      kind: 'some',
      projectId: THERE,
      guestIds: [],
      canReadPermissions: true,
      userId: null,
      projectIds: null,
    });
  });

  it('can name its projects by id, by name, and by their ids in Keystone, of which a name takes precedence', () => {
    const [hereId, thereId] = ['aa11', 'bb22'];
    const here = { ...grant('viewer', HERE), projectKeystoneId: hereId };
    const there = { ...grant('viewer', THERE, GUEST), projectKeystoneId: thereId };
    const caller = principal([here, there, { ...here, projectId: newId<ProjectId>(), projectName: thereId }]);
    expect(caller.named.get(HERE)).to.equal(HERE);
    expect(caller.named.get('here')).to.equal(HERE);
    expect(caller.named.get(thereId)).to.not.equal(THERE);
    expect(principal([here, there]).named.get(thereId)).to.equal(THERE);
    expect(principal([here, there], { boundTo: HERE }).named.has(thereId)).to.be.false;
  });

  it('with roles in one project, and no default, has an only project', () => {
    const onGuest = grant('operator', HERE, GUEST);
    expect(onlyProjectOf(principal([grant('viewer', HERE), onGuest]))).to.equal(HERE);
    expect(onlyProjectOf(principal([onGuest]))).to.equal(HERE);
    expect(onlyProjectOf(principal([]))).to.equal(undefined);
    expect(onlyProjectOf(principal([onGuest, grant('viewer', THERE)]))).to.equal(undefined);
    expect(onlyProjectOf(principal([grant('viewer', HERE)], { home: THERE }))).to.equal(undefined);
    expect(onlyProjectOf(principal([grant('admin', HERE)]))).to.equal(undefined);
  });

  it('in a request that reaches only its project sees nothing of another project, even as an administrator', () => {
    const caller = principal([grant('admin', HERE), grant('viewer', THERE, GUEST)]);
    const within = { principal: caller, projectId: HERE, isWithinProject: true };
    for (const visibility of [visibilityOf(within), visibilityOfProject(within)]) {
      expect(visibility).to.deep.include({ kind: 'some', projectId: HERE, guestIds: [] });
    }
    expect(visibilityOf({ ...within, isWithinProject: false })).to.deep.equal({ kind: 'everything' });
    expect(visibilityOf({ ...within, projectId: THERE })).to.deep.include({ projectId: THERE, guestIds: [GUEST] });
  });

  it('bound to a project has no rights elsewhere, even as an administrator', () => {
    for (const role of ROLES) {
      const caller = principal([grant(role, HERE), grant('member', THERE, GUEST)], { boundTo: HERE });
      expect(roleIn(caller, HERE)).to.equal(role);
      expect(roleIn(caller, THERE)).to.equal(null);
      expect(hasRight(caller, 'guests.read', { projectId: THERE, guestId: GUEST })).to.equal(false);
      for (const right of ALL.filter((each) => reachOf(each) === 'administrator')) {
        expect(hasRight(caller, right, { projectId: null }), right).to.equal(false);
        expect(hasRightAnywhere({ principal: caller, projectId: HERE, right }), right).to.equal(false);
      }
      expect(visibilityOf({ principal: caller, projectId: HERE })).to.deep.equal({
        kind: 'some',
        projectId: HERE,
        guestIds: [],
        canReadPermissions: isAtLeast(role, 'owner'),
        userId: caller.userId,
        projectIds: [HERE],
      });
    }
  });

  it('never exceeds the ceiling of its credential', () => {
    for (const [rank, ceiling] of ROLES.entries()) {
      for (const [own, role] of ROLES.entries()) {
        const caller = principal([grant(role, HERE), grant('member', THERE, GUEST)], { ceiling });
        expect(roleIn(caller, HERE)).to.equal(ROLES[Math.min(rank, own)]);
        expect(caller.isAdmin).to.equal(ceiling === 'admin' && role === 'admin');
        const isGuestChanged = hasRight(caller, 'guests.change', { projectId: THERE, guestId: GUEST });
        expect(isGuestChanged).to.equal(rank >= ROLES.indexOf('member'));
      }
    }
  });

  it('with a scope has only the rights that the scope includes and its user has', () => {
    const rightsOfCaller = (...[grants, facts]: Parameters<typeof principal>): Right[][] => {
      const caller = principal(grants, { ...facts, scopes: ['metrics'] });
      return [
        ALL.filter((right) => hasRightAnywhere({ principal: caller, projectId: HERE, right })),
        ALL.filter((right) => hasRight(caller, right, { projectId: HERE })),
      ];
    };
    expect(rightsOfCaller([grant('admin', HERE)])).to.deep.equal([['metrics.read'], ['metrics.read']]);
    for (const role of ROLES.slice(0, 4)) expect(rightsOfCaller([grant(role, HERE)]), role).to.deep.equal([[], []]);
    expect(rightsOfCaller([])).to.deep.equal([[], []]);
    // The other limits of the credential apply too.
    expect(rightsOfCaller([grant('admin', HERE)], { ceiling: 'owner' })).to.deep.equal([[], []]);
    expect(rightsOfCaller([grant('admin', HERE)], { boundTo: HERE })).to.deep.equal([[], []]);
  });

  it('that an identity service calls an administrator needs no grant', () => {
    const caller = principal([], { isAdministrator: true });
    for (const right of ALL) expect(hasRight(caller, right, { projectId: THERE }), right).to.equal(true);
    const limited = principal([], { isAdministrator: true, ceiling: 'viewer' });
    expect(limited.isAdmin).to.equal(false);
  });

  it('without any permission has the rights of every caller, and no others', () => {
    const caller = principal([]);
    const may = ALL.filter((right) => hasRightAnywhere({ principal: caller, projectId: null, right }));
    expect(may).to.have.members([...RIGHTS_OF_EVERY_CALLER]);
  });

  it('passes the first check if it holds the right anywhere; the check of the resource then decides', () => {
    const caller = principal([grant('viewer', HERE), grant('member', THERE, GUEST)]);
    const through = (right: Right): boolean => hasRightAnywhere({ principal: caller, projectId: HERE, right });
    expect(through('guests.change')).to.equal(true);
    expect(hasRight(caller, 'guests.change', { projectId: HERE })).to.equal(false);
    expect(through('guest-permissions.change')).to.equal(false);
  });
});
