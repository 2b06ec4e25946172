"""`serve`: the web application on this machine."""

import argparse
import os
import socket
import sys
from collections.abc import Callable

from kpi.command.speak import DONE, REFUSED, count, tell, unusable
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(add: Add) -> None:
    """Run the web application."""
    parser = add("serve", help="run the web application")
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST")
    parser.add_argument("--port", type=count, default=8501, metavar="PORT")
    parser.add_argument("--demo", action="store_true", help="with the sample district")
    parser.set_defaults(run=_serve)


def _serve(given: argparse.Namespace) -> int:
    from kpi.service import sample, start
    from kpi.settings import ROOT

    if given.host not in LOOPBACK:  # no accounts yet: whoever reaches the port may upload
        return unusable(_("目前没有账号，只能在本机打开：--host 127.0.0.1。"))
    if not 0 < given.port < 65536:
        return unusable(_("{port} 不是端口号（1～65535）。").format(port=given.port))
    if not _free(given.host, given.port):
        return unusable(_("端口 {port} 已被占用，请用 --port 另选一个。").format(port=given.port))
    store = start.store()
    if given.demo:
        if not sample.welcome(store):
            tell(_("数据库里已有别的数据，演示实例不使用它。请用 KPI_DATA_DIR 另指一个目录。"))
            return REFUSED
        sample.load(store, today=start.configured().today(), tell=tell)
    store.close()
    tell(_("正在启动……"))
    os.environ["KPI_ADDRESS"] = f"http://{given.host}:{given.port}"
    os.environ["PYTHONPATH"] = os.pathsep.join(
        p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p
    )
    os.chdir(ROOT)  # .streamlit/config.toml is read from the working folder
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    options = [f"--server.address={given.host}", f"--server.port={given.port}"]
    os.execv(sys.executable, command + options)  # noqa: S606 - our own interpreter, no shell
    return DONE


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
