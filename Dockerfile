FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PORT=8501 \
    BASE_PATH=""

WORKDIR /build
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY .streamlit .streamlit
COPY src src
COPY geodata geodata
# The package carries settings and data with it, so that nothing of this folder is needed once it is installed.
RUN pip install --constraint constraints.txt . && rm -rf /build/*

RUN useradd --create-home --uid 10001 atlas
USER atlas
WORKDIR /home/atlas

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as ask; ask.urlopen('/'.join(filter(None, ['http://127.0.0.1:' + os.environ['PORT'], os.environ['BASE_PATH'].strip('/'), '_stcore/health'])), timeout=4)"]

# The port and the base path come from PORT and BASE_PATH.
CMD ["geo-alliance", "serve", "--address", "0.0.0.0"]
