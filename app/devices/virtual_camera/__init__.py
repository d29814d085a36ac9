"""A camera made of a film and a port: a bench on which goods with codes come and go. It misbehaves on command."""
