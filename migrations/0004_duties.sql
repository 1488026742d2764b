CREATE TABLE "obligations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"registry" text NOT NULL,
	"model_name" text NOT NULL,
	"target" text NOT NULL,
	"version" text NOT NULL,
	"what" text NOT NULL,
	"check" jsonb NOT NULL,
	"every_ms" bigint NOT NULL,
	"else" text NOT NULL,
	"owner" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"next_check_at" timestamp with time zone NOT NULL,
	"checks" integer DEFAULT 0 NOT NULL,
	"last_checked_at" timestamp with time zone,
	"last_status" text,
	"last_because" text,
	"told" text,
	"follow_up" uuid,
	"ended_at" timestamp with time zone,
	"ended" text,
	CONSTRAINT "obligations_requestId_position_unique" UNIQUE("request_id","position")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"by" jsonb NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"missed_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"answer" text,
	"answered_by" text,
	"answered_slack" text,
	"reason" text,
	CONSTRAINT "reviews_requestId_unique" UNIQUE("request_id")
);
--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "obligation_id" uuid;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligations" ADD CONSTRAINT "obligations_follow_up_requests_id_fk" FOREIGN KEY ("follow_up") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "obligations_open" ON "obligations" USING btree ("workspace_id","next_check_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "obligations_by_model" ON "obligations" USING btree ("workspace_id","registry","model_name");--> statement-breakpoint
CREATE INDEX "reviews_open" ON "reviews" USING btree ("workspace_id","due_at") WHERE answered_at is null;