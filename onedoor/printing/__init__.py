"""Paper: print jobs, their dispatcher in the server, and the worker program that draws and sends."""
