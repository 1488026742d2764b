ALTER TABLE "maturity_weeks" ADD COLUMN "signals_asked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "maturity_weeks" ADD COLUMN "signals_connected" integer DEFAULT 0 NOT NULL;