#!/bin/sh
#SBATCH --job-name=yinfa
#SBATCH --array=1-16
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --signal=B:TERM@60
# B 把到时间前 60 秒的 TERM 发给这个脚本本身（不写 B 只发给 srun 启动的步骤）；
# exec 让 yinfa 接替脚本，信号就到了它：做完手上的几份，退出状态 130，再提交时接着做。
# 几片由 --array 决定：sbatch --array=1-4 slurm.sh 就是 4 片。
exec yinfa batch "${DATA:-data}" --out "${OUT:-out}" --jobs "${SLURM_CPUS_PER_TASK:-1}" \
    --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
