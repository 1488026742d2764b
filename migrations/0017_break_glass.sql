ALTER TABLE "reviews" DROP CONSTRAINT "reviews_requestId_unique";--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "kind" text DEFAULT 'sample' NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "if_missed" text DEFAULT 'escalate' NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "follow_up" uuid;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "hindrance" text;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_requestId_kind_unique" UNIQUE("request_id","kind");