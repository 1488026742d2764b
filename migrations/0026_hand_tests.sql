CREATE TABLE "hand_tests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "hand_tests_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"model" text NOT NULL,
	"test" text NOT NULL,
	"person" text NOT NULL,
	"passed" boolean NOT NULL,
	"note" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "hand_tests" ADD CONSTRAINT "hand_tests_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "hand_tests_of_model" ON "hand_tests" USING btree ("workspace_id","model","number");--> statement-breakpoint
CREATE TRIGGER hand_tests_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON hand_tests FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
