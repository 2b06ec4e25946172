"""`serve`: the web application on this machine."""

import argparse
import os
import socket
import sys
from collections.abc import Callable

from kpi.command.invite import invitation
from kpi.command.speak import DONE, REFUSED, count, tell, unusable
from kpi.i18n import _

Add = Callable[..., argparse.ArgumentParser]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(add: Add) -> None:
    """Run the web application."""
    parser = add("serve", help=_("运行网页应用"))
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST")
    parser.add_argument("--port", type=count, default=8501, metavar="PORT")
    parser.add_argument("--demo", action="store_true", help=_("使用样例区"))
    parser.set_defaults(run=_serve)


def _serve(given: argparse.Namespace) -> int:
    from kpi.service import demo, safety, start
    from kpi.settings import ROOT

    if given.demo and given.host not in LOOPBACK:  # whoever reaches the port is let in
        return unusable(_("演示实例没有密码，只能在本机打开：--host 127.0.0.1。"))
    if not 0 < given.port < 65536:
        return unusable(_("{port} 不是端口号（1～65535）。").format(port=given.port))
    if not _free(given.host, given.port):
        return unusable(_("端口 {port} 已被占用，请用 --port 另选一个。").format(port=given.port))
    store, here = start.store(), address(given.host, given.port)
    if late := safety.behind(store):
        tell(late)
    if given.demo:
        if not demo.begin(store, today=start.configured().today(), tell=tell):
            tell(_("数据库里已有别的数据，演示实例不使用它。请用 KPI_DATA_DIR 另指一个目录。"))
            return REFUSED
    elif demo.stands(store):
        tell(_("这是演示库，其中的账号没有密码；要演示请加 --demo。"))
    invitation(here)
    store.close()
    if given.host not in LOOPBACK:
        tell(_("注意：这个地址没有 TLS，密码会明文传送。请在前面架设反向代理。"))
    tell(_("正在启动……"))
    os.environ["KPI_DEMO"] = "1" if given.demo else ""
    os.environ["KPI_ADDRESS"] = start.configured().address or here
    os.environ["FORWARDED_ALLOW_IPS"] = ""  # kpi/door/proxy.py reads these headers, not uvicorn
    os.environ["PYTHONPATH"] = os.pathsep.join(
        p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p
    )
    os.chdir(ROOT)  # .streamlit/config.toml is read from the working folder
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    options = [f"--server.address={given.host}", f"--server.port={given.port}"]
    os.execv(sys.executable, command + options)  # noqa: S606 - our own interpreter, no shell
    return DONE


def address(host: str, port: int) -> str:
    """The URL to type on this machine for a server bound to a host and port."""
    typed = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://[{typed}]:{port}" if ":" in typed else f"http://{typed}:{port}"


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
