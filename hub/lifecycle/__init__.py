"""How it changes. The verbs of resources are called here; those of others through their module:
`lifecycle.publish(resource, by=…)`, `lifecycle.versions.release(version, by=…)`.
"""
