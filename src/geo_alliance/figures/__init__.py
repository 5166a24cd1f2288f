"""Charts of the series: what is drawn, from which rows, by which definition, on the time axis of the eras."""
