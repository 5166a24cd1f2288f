"""Wires server, routes and page: `streamlit run app.py` or `uvicorn app:app`."""

import streamlit as st

from geo_alliance.server import PAGE, protect, settle_base_path, warm_up
from geo_alliance.web.routes import build_routes

base_path = settle_base_path()

# `streamlit run` finds the application by reading this line, so it has to stand here as it is.
app = st.App(PAGE, lifespan=warm_up, routes=build_routes(base_path=base_path), middleware=protect(base_path))
