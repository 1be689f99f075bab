"""One local Spark and one local Dask a test process, started when the first test asks for them."""

from __future__ import annotations

import os
import shutil
import sys
import warnings

import pytest

# A small job spends its time on compiling code that it runs once.
QUICK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.driver.memory": "1g",
    "spark.log.level": "OFF",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@pytest.fixture(scope="session")
def spark():
    """A session of Spark on two cores; the product finds it as it would find a cluster's."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: requirements-engines.lock")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("Spark needs Java, and there is none on the PATH")
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]").appName("living-sla tests")
    for name, value in QUICK.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="session")
def dask():
    """A cluster of Dask with two processes on this machine."""
    pytest.importorskip("distributed", reason="distributed is not installed: requirements-engines.lock")
    from distributed import Client, LocalCluster

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # also that its usual port is taken, by another run of the tests
        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            yield client


@pytest.fixture(scope="session", params=["spark", "dask"])
def engine(request):
    """The name of an engine that runs."""
    request.getfixturevalue(request.param)
    return request.param
