"""An atlas of the U.S.-Japan security alliance in which every statement can be checked."""
