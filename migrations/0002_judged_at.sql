ALTER TABLE "requests" ADD COLUMN "judged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "judged_under" text;