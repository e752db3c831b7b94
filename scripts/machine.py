"""What machine a measurement was made on."""

import datetime
import os
import pathlib
import re


def facts():
    def first(path, pattern):
        return re.search(pattern, pathlib.Path(path).read_text(encoding="utf-8"))[1]

    return {
        "processor": first("/proc/cpuinfo", r"model name\s*: (.*)"),
        "cores": os.cpu_count(),
        "GiB of memory": round(int(first("/proc/meminfo", r"MemTotal:\s+(\d+) kB")) / 2**20),
        "system": first("/etc/os-release", r'PRETTY_NAME="(.*)"'),
        "date": datetime.date.today().isoformat(),
        "load before": round(os.getloadavg()[0], 2),
    }


def words(about):
    """The facts but for the load as one line."""
    size = f"{about['processor']}, {about['cores']} cores, {about['GiB of memory']} GiB"
    return f"{size}, {about['system']}, {about['date']}"
