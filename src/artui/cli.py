"""The command line: finds the command, runs it, and turns refusals into sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from artui.commands.common import Options, ledger_option, sentence
from artui.ledger.errors import LedgerError

COMMANDS = {
    "init": "artui.commands.making:init",
    "demo": "artui.commands.showing:demo",
    "import": "artui.commands.importing:import_",
    "inbox": "artui.commands.inbox:inbox",
    "batch": "artui.commands.batches:batch",
    "accept": "artui.commands.receiving:accept_command",
    "park": "artui.commands.receiving:park_command",
    "alias": "artui.commands.receiving:alias",
    "pay": "artui.commands.paying:pay",
    "apply": "artui.commands.paying:apply",
    "reverse": "artui.commands.reversing:reverse",
    "adjust-rate": "artui.commands.reversing:adjust_rate",
    "transfer": "artui.commands.moving:transfer",
    "split": "artui.commands.moving:split",
    "return": "artui.commands.moving:return_",
    "refund": "artui.commands.moving:refund",
    "writeoff": "artui.commands.writing_off:writeoff",
    "approve": "artui.commands.writing_off:approve",
    "chargeback": "artui.commands.writing_off:chargeback",
    "rwo": "artui.commands.receipt_write_offs:rwo",
    "run": "artui.commands.receipt_write_offs:run",
    "autoapply": "artui.commands.auto_applying:autoapply",
    "match": "artui.commands.matching:match",
    "clear": "artui.commands.clearing:clear",
    "cleanup": "artui.commands.cleanup:cleanup",
    "post": "artui.commands.journal_batches:post",
    "export": "artui.commands.exporting:export",
    "list": "artui.commands.listing:list_",
    "show": "artui.commands.events:show",
    "why": "artui.commands.why:why",
    "report": "artui.commands.reporting:report",
    "picture": "artui.commands.picturing:picture",
    "statements": "artui.commands.statements:statements",
    "backtest": "artui.commands.backtesting:backtest",
    "verify": "artui.commands.proving:verify",
    "seal": "artui.commands.proving:seal",
    "rebuild": "artui.commands.keeping:rebuild",
    "backup": "artui.commands.keeping:backup",
    "restore": "artui.commands.keeping:restore",
    "period": "artui.commands.periods:period",
    "parameters": "artui.commands.parameters:parameters",
    "user": "artui.commands.users:user",
    "role": "artui.commands.people:role",
    "delegate": "artui.commands.people:delegate",
    "change": "artui.commands.people:change",
    "set": "artui.commands.policy:set_",
}
"""Every command and where it is; a module is loaded when its command is asked for."""


class Lazy(click.Group):
    """A group that loads the command it was asked for, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order they are met with."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="artui", message="%(prog)s %(version)s")
@ledger_option
@click.pass_context
def cli(context: click.Context, ledger: str | None) -> int:
    """Accounts receivable for clerks who live on the keyboard.

    Without a command the screens open. ARTUI_LEDGER names the ledger, ARTUI_TODAY another
    business day, ARTUI_SETTINGS another settings file.
    """
    context.obj = Options(ledger)
    if context.invoked_subcommand is None:
        from artui.launch import open_app  # late: the screens are for who wants them

        return open_app(ledger)
    return 0


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit status: 0 done, 1 refused, 2 not understood.

    Nothing a user, a file or a disk can do ends in a traceback.
    """
    try:
        status = cli.main(args=arguments, prog_name="artui", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except LedgerError as error:
        click.echo(sentence(error), err=True)
        return 1
    except BrokenPipeError:
        # The reader went away; what Python would flush at exit goes nowhere instead.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        click.echo(f"{error.filename or 'the system'}: {error.strerror or error}", err=True)
        return 1
    return status if isinstance(status, int) else 0
