"""Pages and their assets travel compressed; a command's answer is small and does not wait for a compressor."""

from flask import Flask, Response
from flask_compress import Compress

from onedoor.web.endpoints import JSON


def register_compression(app: Flask) -> None:
    """Compress after each request that asked for a page."""
    app.config["COMPRESS_REGISTER"] = False
    app.config["COMPRESS_MIMETYPES"] = ["text/html", "text/css", "text/javascript", "image/svg+xml"]
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = ["gzip"]
    compress = Compress(app)

    @app.after_request
    def compress_page(response: Response) -> Response:
        if response.content_type == JSON:
            return response
        compressed: Response = compress.after_request(response)
        return compressed
