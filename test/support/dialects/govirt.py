# Calls libgovirt through GObject introspection. It reads {url, user, token, calls} from standard input, makes the calls
# one after another, and prints their results as one JSON list.
import json
import sys

import gi

gi.require_version("GoVirt", "1.0")
from gi.repository import GLib, GoVirt  # noqa: E402

asked = json.load(sys.stdin)
proxy = GoVirt.Proxy.new(asked["url"])
proxy.props.username = asked["user"]
proxy.props.password = asked["token"]
proxy.props.ssl_strict = False


def shown(vm):
    display = vm.props.display
    return {
        "name": vm.props.name,
        "id": vm.props.guid,
        "href": vm.props.href,
        "description": vm.props.description,
        "state": vm.props.state.value_nick,
        "display": display.props.type.value_nick,
        "monitors": display.props.monitor_count,
    }


def collection(fetched):
    if not fetched.fetch(proxy):
        return False
    return {name: shown(vm) for name, vm in fetched.get_resources().items()}


def vm_named(name):
    vms = proxy.get_api().get_vms()
    vms.fetch(proxy)
    return vms.lookup_resource(name)


def find(name):
    vm = vm_named(name)
    return None if vm is None else shown(vm)


def refresh(name):
    vm = vm_named(name)
    vm.refresh(proxy)
    return shown(vm)


CALLS = {
    "connect": lambda: proxy.fetch_api() is not None,
    "list": lambda: collection(proxy.get_api().get_vms()),
    "search": lambda query: collection(proxy.get_api().search_vms(query)),
    "find": find,
    "refresh": refresh,
    "start": lambda name: vm_named(name).start(proxy),
    "stop": lambda name: vm_named(name).stop(proxy),
    "ticket": lambda name: vm_named(name).get_ticket(proxy),
}

results = []
for name, *arguments in asked["calls"]:
    try:
        results.append(CALLS[name](*arguments))
    except GLib.Error as error:
        results.append({"error": error.message})
print(json.dumps(results))
