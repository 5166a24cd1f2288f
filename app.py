"""Wires server, routes and page: `streamlit run app.py` or `uvicorn app:app`."""

import streamlit as st

from geo_alliance.server import PAGE, mount_routes, protect, read_base_path, warm_up

base_path = read_base_path()

# `streamlit run` finds the application by reading this line, so it has to stand here as it is.
app = st.App(PAGE, lifespan=warm_up, routes=mount_routes(base_path), middleware=protect(base_path))
