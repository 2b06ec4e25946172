"""Words to a database server, outside any transaction."""

from sqlalchemy import create_engine, text


def say(url: str, *statements: str) -> None:
    """Run statements such as CREATE DATABASE, one by one."""
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as con:
        for statement in statements:
            con.execute(text(statement.replace(":", r"\:")))
    server.dispose()
