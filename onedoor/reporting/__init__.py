"""Figures for managers: the live page."""
