# Applies JSON Patches with python3-jsonpatch. Reads a JSON list of pairs (document, patch), and prints the results, with
# null for a patch that cannot be applied.
import json
import sys

import jsonpatch
import jsonpointer


def patched(document, patch):
    try:
        return jsonpatch.apply_patch(document, patch)
    except (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException):
        return None


print(json.dumps([patched(document, patch) for document, patch in json.load(sys.stdin)]))
