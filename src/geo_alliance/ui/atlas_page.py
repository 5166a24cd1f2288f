"""The page script that Streamlit runs for every change; all work is in modules that are loaded once."""

from geo_alliance.ui.dashboard import show_dashboard

show_dashboard()
