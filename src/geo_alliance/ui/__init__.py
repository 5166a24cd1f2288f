"""The dashboard in Streamlit: state in the address, one page, panels."""
