#!/usr/bin/env bash
# Runs docs/schedulers/slurm.sh under Debian's Slurm on this machine: parts of a run, their merged
# report, a stop before the time limit, and what goes on after it. Nothing of it stays.
#
# try-slurm.sh [PROGRAM]     PROGRAM is target/debug/yinfa if nothing is said
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-target/debug/yinfa}")
work=$(mktemp -d)

# shellcheck source=scripts/install.sh
source scripts/install.sh
missing_debian_packages() {
    command -v slurmctld >/dev/null || echo slurm-wlm
    command -v munged >/dev/null || echo munge
}
install_debian_packages

stop() {
    local pid
    for pid in "$work"/*.pid; do
        if [ -s "$pid" ]; then as_root kill "$(cat "$pid")" 2>/dev/null || true; fi
    done
    sleep 1
    as_root rm -rf "$work"
}
trap stop EXIT

start() {
    local host cpus
    host=$(hostname -s)
    cpus=$(nproc)
    head -c 1024 /dev/urandom >"$work/munge.key"
    chmod 400 "$work/munge.key"
    chmod 755 "$work"
    munged --force --key-file "$work/munge.key" --socket "$work/munge.socket" \
        --pid-file "$work/munge.pid" --log-file "$work/munge.log" --seed-file "$work/munge.seed"
    mkdir "$work/state" "$work/spool"
    cat >"$work/slurm.conf" <<CONF
ClusterName=try
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SlurmctldPort=16817
SlurmdPort=16818
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
ReturnToService=2
KillWait=30
InactiveLimit=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
    export SLURM_CONF=$work/slurm.conf
    slurmctld
    as_root env SLURM_CONF="$SLURM_CONF" slurmd
    for _ in $(seq 60); do
        if sinfo --noheader --format=%T 2>/dev/null | grep -q idle; then return; fi
        sleep 1
    done
    echo "Slurm 没有起来：" >&2
    tail -20 "$work"/*.log >&2
    return 1
}

# submit ARGUMENT...: runs the documented script, waits until it ends and prints its exit codes.
submit() {
    local job
    mkdir -p "$work/bin"
    ln -sf "$program" "$work/bin/yinfa"
    # What sbatch returns is no exit code of a job when that is above 127.
    job=$(PATH=$work/bin:$PATH DATA=$work/data OUT=$work/out \
        sbatch --parsable --wait --mem=0 --cpus-per-task=1 --chdir="$work" "$@" \
        docs/schedulers/slurm.sh) || true
    scontrol show job "$job" | sed -n 's/.* ExitCode=\([0-9]*\):.*/\1/p' | sort -nu
}

reports() { find "$work/out" -name '*.pdf' | wc -l; }

say() { echo "try-slurm: $*"; }

start
python3 scripts/generate.py 40 "$work/data"

codes=$(submit --array=1-4)
[ "$codes" = 0 ] || { say "4 片的退出状态是 $codes，应当都是 0"; exit 1; }
[ "$(reports)" = 40 ] || { say "4 片只做了 $(reports) 份，应当 40 份"; exit 1; }
"$program" merge-reports "$work"/out/运行-*-第*片 --out "$work/out" >"$work/merged"
grep -q '共 40 个单位' "$work/merged"
say "4 片做成 40 份，运行报告合成一份"

# The shortest limit is a minute; the request to end comes when 40 seconds of it are left.
rm -rf "$work/data" "$work/out"
python3 scripts/generate.py 2000 "$work/data"
status=$(submit --array=1 --time=1 --signal=B:TERM@40)
[ "$status" = 130 ] || { say "到时间前停下，退出状态 $status，应当 130"; exit 1; }
first=$(reports)
words=$(find "$work/out" -name '*.docx' | wc -l)
[ "$words" = "$first" ] || { say "停下时 Word $words 个，PDF $first 个"; exit 1; }
[ "$first" -gt 0 ] || { say "停下时一份也没有做成"; exit 1; }
say "收到 TERM，做成 $first 份后停下，退出状态 130"

plan=$("$program" batch "$work/data" --out "$work/out" --dry-run | tail -2)
case $plan in
    *"要做 $((2000 - first)) 份，没有变化 $first 份"*) say "再提交时接着做：${plan%%$'\n'*}" ;;
    *) say "停下以后的计划不对：$plan"; exit 1 ;;
esac
