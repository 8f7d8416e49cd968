"""Serve every deployment from this machine: ``python -m deployments.serve``."""

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from deployments.catalogue import DEPLOYMENTS, TIME_ZONE, Deployment

AT_ONCE = 4


def runner_deployment(each: Deployment) -> RunnerDeployment:
    made = each.flow.to_deployment(
        name=each.name,
        description=each.description,
        tags=list(each.tags),
        schedule=Cron(each.cron, timezone=TIME_ZONE) if each.cron else None,
        # A second run of the same act waits for the first.
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    if not isinstance(made, RunnerDeployment):
        raise TypeError("a deployment is made outside an event loop")
    return made


def main() -> None:
    # A clean stop must not pause the schedules: the next start catches up.
    serve(
        *(runner_deployment(each) for each in DEPLOYMENTS),
        pause_on_shutdown=False,
        limit=AT_ONCE,
    )


if __name__ == "__main__":
    main()
