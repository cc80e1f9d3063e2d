"""What all screens need of HTTP: who may use a route, errors with words, assets, the OpenAPI description."""
