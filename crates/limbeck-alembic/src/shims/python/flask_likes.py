"""Applications of packages that build on Flask: `apiflask`, `quart`, `flask_openapi3`."""
from flask import Blueprint, Flask, _Registrar


class _WithDocs(_Registrar):
    spec_processor = error_processor = doc = input = output = auth_required = _Registrar._decorate
    before_serving = after_serving = while_serving = websocket = _Registrar._decorate
    before_websocket = after_websocket = _Registrar._decorate

    def register_api(self, *args, **kw):
        pass


class APIFlask(_WithDocs, Flask):
    pass


class APIBlueprint(_WithDocs, Blueprint):
    pass


Quart = OpenAPI = APIFlask
