ALTER TABLE "hook_events" ADD COLUMN "translation" jsonb;--> statement-breakpoint
UPDATE "requests" SET "retraining" = jsonb_set("retraining", '{estimate}',
  CASE WHEN jsonb_typeof("retraining" -> 'estimate') = 'object'
    THEN "retraining" -> 'estimate' || jsonb_build_object('known', true, 'least', "retraining" #> '{estimate,amount}', 'most', "retraining" #> '{estimate,amount}', 'from', 'past_runs', 'basis', "retraining" #> '{estimate,from}')
    ELSE '{"known": false, "because": "Nothing told what a run costs when this was asked for."}'::jsonb
  END)
WHERE "retraining" IS NOT NULL AND NOT coalesce("retraining" -> 'estimate' ? 'known', false);
