ALTER TABLE "cost_lines" ADD COLUMN "usage_amount" numeric;--> statement-breakpoint
ALTER TABLE "cost_lines" ADD COLUMN "usage_unit" text;--> statement-breakpoint
ALTER TABLE "cost_sources" ADD COLUMN "changed_days" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "cost_sources" ADD COLUMN "changed_through" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cost_sources" ADD COLUMN "changed_next" boolean DEFAULT false NOT NULL;