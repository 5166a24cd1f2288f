"""The map: what the browser draws, and the Folium elements that carry it."""
