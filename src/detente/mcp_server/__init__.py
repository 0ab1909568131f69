"""detente for language models: a server of the Model Context Protocol, over stdio or HTTP on the loopback.

The model states typed claims and asks; detente validates and tests them and shows the rows. `answers` are plain functions
that know nothing of the protocol, `short` cuts what they say to a model's window, `server` binds them to the SDK (extra
`detente[mcp]`). Nothing here is imported before `detente mcp` runs.
"""
