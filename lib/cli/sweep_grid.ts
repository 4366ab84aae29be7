import { parseArgs } from "node:util";
import { makePlan, type Plan, readPlan } from "@kgen/sweep";
import { type Command, UsageError } from "./command.ts";
import { carryOut, RUN_OPTIONS } from "./sweep_carry_out.ts";
import { QUEUE_OPTIONS, submitAndWatch } from "./sweep_queue.ts";
import { sweepFolderName } from "./sweep_folder_name.ts";
import { PLAN_OPTIONS, planOf, type PlanValues } from "./sweep_options.ts";
import { planText } from "./sweep_plan_text.ts";

export const command: Command = {
  help: `
./kgen sweep grid [OPTIONS]
./kgen sweep grid --plan FILE.json [OPTIONS]

Runs every combination of the values given, with commas between them, and leaves a data set. The same command again goes
on where it stopped; finished cells are never run again. Ctrl-C stops the job on the host and keeps everything.
  --workflow A,B       templates or files in API form (default zimage-turbo-speed-test)
  --steps 4,8  --size 512x512,1024x1024  --batch 1,2,4  --cfg 1,4  --sampler euler,heun  --scheduler X  --denoise X
  --dtype default,fp8_e4m3fn       weight_dtype of the UNETLoader
  --lora none,FILE:STRENGTH        --compile none,inductor     torch.compile
  --set NODE.INPUT=A,B,C           any input; may be repeated
  --prompt TEXT  --negative TEXT   may be repeated
  --models CLASS=FILE              the file a loader loads, such as UNETLoader=x.safetensors; may be repeated
  --repeats N          runs of each cell (default 10)     --seeds 1,2,3   these seeds instead
  --warm-ups N         marked runs at the beginning (default 2)
  --order ORDER        interleaved (default: rounds, shuffled, cells of one model together), group or listed
  --seed N             seed of the order and of the noise (default 1)
  --way auto|previews|prefix|plugin   --previews METHOD   --exact   --frames   how to capture; frames are not kept by default
  --group NAME  --name NAME
  --plan FILE          a plan in JSON instead: workflow, changes, group, repeats, grid, cells
${RUN_OPTIONS.help}
${QUEUE_OPTIONS.help}
`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        ...PLAN_OPTIONS,
        ...RUN_OPTIONS.options,
        ...QUEUE_OPTIONS.options,
        plan: { type: "string" },
      },
    });
    const plan = thePlan(values);
    if (values["dry-run"]) {
      console.log(values.json ? JSON.stringify(plan, null, 2) : planText(plan));
      return 0;
    }
    const name = `${plan.name}-${plan.hash.slice(0, 8)}`;
    const { queue } = values;
    const out = values.out ?? sweepFolderName(name, queue ? "fleet" : values.host);
    if (queue !== undefined) return await submitAndWatch(plan, out, queue, values);
    return await carryOut(plan, out, values);
  },
};

function thePlan(values: PlanValues & { plan?: string }): Plan {
  if (values.plan === undefined) return makePlan(planOf(values), undefined, "The command line");
  const clash = Object.keys(PLAN_OPTIONS).find((name) =>
    values[name as keyof PlanValues] !== undefined
  );
  if (clash) throw new UsageError(`--plan holds the plan: --${clash} cannot be given beside it`);
  return readPlan(values.plan);
}
