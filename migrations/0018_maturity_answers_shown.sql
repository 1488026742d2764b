ALTER TABLE "characteristic_doubts" ADD COLUMN "declared_by" text;--> statement-breakpoint
ALTER TABLE "characteristic_doubts" ADD COLUMN "declared_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "waivers" ADD COLUMN "channel" text NOT NULL;