"""What the dashboard's own address serves beside the page: the map's scripts, base map and layers."""
