"""The application: the door around Streamlit, and the frame inside `pages/`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from kpi.door import front, gate, proxy, routes

app = st.App(
    Path(__file__).resolve().parent / "pages" / "frame.py",
    lifespan=routes.lifespan,
    routes=routes.ALL,
    middleware=[
        Middleware(each) for each in (proxy.Proxied, front.Headers, gate.Gate, front.Shell)
    ],
    on_script_error=routes.fault(st.error),
)
