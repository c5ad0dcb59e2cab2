"""Shared reports: incidents, alerts, sightings, requests, bulletins. Read this slice first."""
