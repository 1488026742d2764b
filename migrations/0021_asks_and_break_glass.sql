CREATE TABLE "asks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"shown_generation" integer NOT NULL,
	"asked" text NOT NULL,
	"step" text NOT NULL,
	"note_id" uuid NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"remind_every_ms" bigint NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "asks_requestId_generation_asked_step_unique" UNIQUE("request_id","generation","asked","step")
);
--> statement-breakpoint
ALTER TABLE "reviews" DROP CONSTRAINT "reviews_requestId_unique";--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "kind" text DEFAULT 'sample' NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "if_missed" text DEFAULT 'escalate' NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "follow_up" uuid;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "hindrance" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "next_ask_at" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "asks" ADD CONSTRAINT "asks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asks_by_note" ON "asks" USING btree ("note_id");--> statement-breakpoint
CREATE INDEX "asks_by_person" ON "asks" USING btree ("workspace_id","asked","asked_at");--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_requestId_kind_unique" UNIQUE("request_id","kind");
