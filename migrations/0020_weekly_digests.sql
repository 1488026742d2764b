CREATE TABLE "digest_slots" (
	"workspace_id" text NOT NULL,
	"audience" text NOT NULL,
	"period" date NOT NULL,
	"state" text NOT NULL,
	"digest" text,
	"channel" text,
	"asks" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "digest_slots_workspace_id_audience_period_pk" PRIMARY KEY("workspace_id","audience","period")
);
--> statement-breakpoint
CREATE TABLE "digest_subscriptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"slack_user" text NOT NULL,
	"audience" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "digest_slots" ADD CONSTRAINT "digest_slots_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_subscriptions" ADD CONSTRAINT "digest_subscriptions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digest_slots_by_period" ON "digest_slots" USING btree ("workspace_id","period");--> statement-breakpoint
CREATE UNIQUE INDEX "digest_subscriptions_open" ON "digest_subscriptions" USING btree ("workspace_id","slack_user","audience") WHERE ended_at is null;
