namespace Aether.Storage.Engines.Sqlite;

/// <summary>The tables of the embedded engine, as a list of steps from one version to the next. A step that was released never changes.</summary>
/// <remarks>
/// A further index on the delivery path costs about 4 KB of log a message: it needs a number. <c>email</c> rows stay in
/// order of arrival, which was measured to be cheaper than by account.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>"Aeth": marks the file as ours.</summary>
    private const long ApplicationId = 0x41657468;

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE counter (name TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counter (name, next) VALUES ('email', 1), ('blob', 1);
        CREATE TABLE domain (name TEXT PRIMARY KEY, catch_all TEXT, created INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE account (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, domain TEXT NOT NULL, tenant_id INTEGER NOT NULL DEFAULT 0,
            state INTEGER NOT NULL DEFAULT 0, secret TEXT NOT NULL, modseq INTEGER NOT NULL DEFAULT 1, next_uidvalidity INTEGER NOT NULL,
            used_bytes INTEGER NOT NULL DEFAULT 0, msgs INTEGER NOT NULL DEFAULT 0, quota_bytes INTEGER NOT NULL DEFAULT 0,
            quota_msgs INTEGER NOT NULL DEFAULT 0, log_floor INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL);
        CREATE TABLE alias (name TEXT NOT NULL, target TEXT NOT NULL, domain TEXT NOT NULL, PRIMARY KEY (name, target)) WITHOUT ROWID;
        CREATE TABLE mailbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, parent_id INTEGER NOT NULL, name TEXT NOT NULL,
            role INTEGER NOT NULL, selectable INTEGER NOT NULL DEFAULT 1, uidvalidity INTEGER NOT NULL, uidnext INTEGER NOT NULL DEFAULT 1,
            highestmodseq INTEGER NOT NULL, msgs INTEGER NOT NULL DEFAULT 0, unseen INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
            UNIQUE (account_id, parent_id, name));
        CREATE TABLE subscription (account_id INTEGER NOT NULL, path TEXT NOT NULL, PRIMARY KEY (account_id, path)) WITHOUT ROWID;
        CREATE TABLE message (
            account_id INTEGER NOT NULL, mailbox_id INTEGER NOT NULL, uid INTEGER NOT NULL, email_id INTEGER NOT NULL, thread_id INTEGER NOT NULL,
            modseq INTEGER NOT NULL, flags INTEGER NOT NULL, internaldate INTEGER NOT NULL, size INTEGER NOT NULL,
            PRIMARY KEY (mailbox_id, uid)) WITHOUT ROWID;
        CREATE TABLE email (
            id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, blob_id INTEGER NOT NULL, blob_size INTEGER NOT NULL, thread_id INTEGER NOT NULL,
            places BLOB NOT NULL, prefix BLOB NOT NULL, envelope BLOB NOT NULL, bodystructure BLOB NOT NULL, parts BLOB NOT NULL);
        CREATE TABLE expunged (
            collect_at INTEGER NOT NULL, email_id INTEGER NOT NULL, account_id INTEGER NOT NULL, mailbox_id INTEGER NOT NULL, flags INTEGER NOT NULL,
            internaldate INTEGER NOT NULL, PRIMARY KEY (collect_at, email_id)) WITHOUT ROWID;
        CREATE TABLE keyword (account_id INTEGER NOT NULL, bit INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (account_id, bit)) WITHOUT ROWID;
        CREATE TABLE change_log (
            account_id INTEGER NOT NULL, modseq INTEGER NOT NULL, kind INTEGER NOT NULL, container_id INTEGER NOT NULL, op INTEGER NOT NULL,
            ids BLOB NOT NULL, PRIMARY KEY (account_id, modseq, kind, container_id, op)) WITHOUT ROWID;
        CREATE TABLE blob (
            id INTEGER PRIMARY KEY, hash BLOB NOT NULL, size INTEGER NOT NULL, refs INTEGER NOT NULL, place INTEGER NOT NULL,
            seg INTEGER NOT NULL, stored INTEGER NOT NULL, frames BLOB NOT NULL);
        CREATE UNIQUE INDEX blob_hash ON blob (hash) WHERE size >= 65536;
        CREATE TABLE blob_data (blob_id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE blob_gc (due_at INTEGER NOT NULL, blob_id INTEGER NOT NULL, PRIMARY KEY (due_at, blob_id)) WITHOUT ROWID;
        CREATE TABLE segment (no INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, dead INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE queue_msg (
            id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, blob_id INTEGER NOT NULL, prefix BLOB NOT NULL, sender TEXT NOT NULL,
            env TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL, priority INTEGER NOT NULL, size INTEGER NOT NULL, rcpts INTEGER NOT NULL);
        CREATE TABLE queue_rcpt (
            id INTEGER PRIMARY KEY AUTOINCREMENT, msg_id INTEGER NOT NULL, domain TEXT NOT NULL, rcpt TEXT NOT NULL, orcpt TEXT, notify TEXT,
            attempts INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL, lease INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0, last_reply TEXT);
        CREATE INDEX queue_rcpt_due ON queue_rcpt (due_at, domain) WHERE state = 0;
        CREATE INDEX queue_rcpt_msg ON queue_rcpt (msg_id);
        """,
        // Emails whose rows are deleted, until the search index has dropped them too.
        "CREATE TABLE search_gone (email_id INTEGER PRIMARY KEY)",
        // Threads: refs are the ids that an email was the first to name; those up to the counter stand in thread_ref too.
        """
        ALTER TABLE email ADD COLUMN refs BLOB NOT NULL DEFAULT x'';
        CREATE TABLE thread_ref (
            account_id INTEGER NOT NULL, id_hash INTEGER NOT NULL, thread_id INTEGER NOT NULL, subject_hash INTEGER NOT NULL,
            PRIMARY KEY (account_id, id_hash)) WITHOUT ROWID;
        INSERT INTO counter (name, next) SELECT 'thread', coalesce(max(id), 0) FROM email;
        """,
        // How old the change log is: the mod-sequence an account had reached at a time.
        """
        CREATE TABLE log_mark (account_id INTEGER NOT NULL, at INTEGER NOT NULL, modseq INTEGER NOT NULL, PRIMARY KEY (account_id, at)) WITHOUT ROWID;
        """,
        // Tenants, and the quotas that the accounts of a domain (owner 1) or of a tenant's domains (2) share.
        """
        CREATE TABLE tenant (name TEXT PRIMARY KEY, created INTEGER NOT NULL) WITHOUT ROWID;
        ALTER TABLE domain ADD COLUMN tenant TEXT;
        CREATE TABLE quota (
            owner INTEGER NOT NULL, name TEXT NOT NULL, quota_bytes INTEGER NOT NULL, quota_msgs INTEGER NOT NULL,
            used_bytes INTEGER NOT NULL DEFAULT 0, used_msgs INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (owner, name)) WITHOUT ROWID;
        """,
        // The queue by class, whether a sender was told of a delay, and what was given up with all that is needed to send it again.
        """
        ALTER TABLE queue_rcpt ADD COLUMN class INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE queue_rcpt ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
        UPDATE queue_rcpt SET class = (SELECT priority FROM queue_msg m WHERE m.id = msg_id);
        DROP INDEX queue_rcpt_due;
        CREATE INDEX queue_rcpt_due ON queue_rcpt (class, due_at, domain) WHERE state = 0;
        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, blob_id INTEGER NOT NULL, prefix BLOB NOT NULL, sender TEXT NOT NULL,
            env TEXT NOT NULL, priority INTEGER NOT NULL, size INTEGER NOT NULL, created INTEGER NOT NULL, domain TEXT NOT NULL, rcpt TEXT NOT NULL,
            orcpt TEXT, notify TEXT, attempts INTEGER NOT NULL, last_reply TEXT NOT NULL, died INTEGER NOT NULL, forget_at INTEGER NOT NULL);
        CREATE INDEX dead_letter_forget ON dead_letter (forget_at);
        """,
        // The way of each message, for those who ask where one went.
        """
        CREATE TABLE trace (
            id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, at INTEGER NOT NULL, kind INTEGER NOT NULL, sender TEXT NOT NULL,
            rcpt TEXT NOT NULL, detail TEXT NOT NULL);
        CREATE INDEX trace_message ON trace (message_id);
        CREATE INDEX trace_at ON trace (at);
        """,
        // The keys that sign for domains; the secret is sealed.
        """
        CREATE TABLE signing_key (
            domain TEXT NOT NULL, selector TEXT NOT NULL, algorithm TEXT NOT NULL, secret TEXT NOT NULL, state INTEGER NOT NULL, since INTEGER NOT NULL,
            PRIMARY KEY (domain, selector)) WITHOUT ROWID;
        """,
        // Who may do what with a mailbox (grantee 0 is everybody near its owner), and what readers have seen in mailboxes of others, a bit a UID.
        """
        CREATE TABLE acl (
            account_id INTEGER NOT NULL, mailbox_id INTEGER NOT NULL, grantee_id INTEGER NOT NULL, rights INTEGER NOT NULL, denied INTEGER NOT NULL,
            PRIMARY KEY (account_id, mailbox_id, grantee_id)) WITHOUT ROWID;
        CREATE INDEX acl_grantee ON acl (grantee_id);
        CREATE TABLE seen (
            account_id INTEGER NOT NULL, mailbox_id INTEGER NOT NULL, reader_id INTEGER NOT NULL, block INTEGER NOT NULL, bits BLOB NOT NULL,
            PRIMARY KEY (account_id, mailbox_id, reader_id, block)) WITHOUT ROWID;
        """,
        // Passwords for single programs, and networks that are kept out.
        """
        CREATE TABLE app_password (
            account_id INTEGER NOT NULL, name TEXT NOT NULL, records TEXT NOT NULL, sealed TEXT, protocols TEXT NOT NULL, networks TEXT NOT NULL, created INTEGER NOT NULL,
            expires INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0, used_from TEXT NOT NULL DEFAULT '', PRIMARY KEY (account_id, name)) WITHOUT ROWID;
        CREATE TABLE ban (network TEXT PRIMARY KEY, reason TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
        -- Finds at once whether there is any; with a million accounts too.
        CREATE INDEX account_other_secret ON account (id) WHERE state = 0 AND substr(secret, 1, 6) <> 'SCRAM-';
        """,
        // Annotations of mailboxes (0: of the account), shared (reader 0) and of each reader.
        """
        CREATE TABLE metadata (
            account_id INTEGER NOT NULL, mailbox_id INTEGER NOT NULL, reader_id INTEGER NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY (account_id, mailbox_id, reader_id, name)) WITHOUT ROWID;
        """,
        // Where an operator sends queued mail instead, and what stands still.
        """
        ALTER TABLE queue_rcpt ADD COLUMN route TEXT;
        CREATE TABLE queue_pause (kind INTEGER NOT NULL, name TEXT NOT NULL, since INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
        """,
        // Addresses that nothing is sent to; what a login may send as besides its own; traces by the subject (a hash: an index on it would cost each message a page).
        """
        CREATE TABLE suppression (address TEXT PRIMARY KEY, reason TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE send_grant (account TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (account, subject)) WITHOUT ROWID;
        ALTER TABLE trace ADD COLUMN subject INTEGER;
        """,
        // Recipients that stood in the way of others lie aside (state 2), by destination; leases that ended without a word are counted.
        """
        ALTER TABLE queue_rcpt ADD COLUMN interrupted INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX queue_rcpt_aside ON queue_rcpt (domain, class, due_at) WHERE state = 2;
        """,
        // When a message came into its mailbox (null: before this was written down), and how many mailboxes an account may have (0: what the configuration says).
        """
        ALTER TABLE message ADD COLUMN saved INTEGER;
        ALTER TABLE account ADD COLUMN quota_mailboxes INTEGER NOT NULL DEFAULT 0;
        """,
        // What other domains demand of those who bring them mail.
        "CREATE TABLE tls_policy (domain TEXT PRIMARY KEY, id TEXT NOT NULL, policy TEXT NOT NULL, fetched INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID",
        // What reports to other domains will tell (what lies in a report that was leased once is complete), and what others report about ours.
        """
        CREATE TABLE report_due (
            id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, domain TEXT NOT NULL, day INTEGER NOT NULL, since INTEGER NOT NULL, due_at INTEGER NOT NULL,
            lease_until INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, details INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0);
        CREATE UNIQUE INDEX report_due_open ON report_due (kind, domain, day) WHERE attempts = 0;
        CREATE INDEX report_due_at ON report_due (due_at);
        CREATE TABLE report_tally (due_id INTEGER NOT NULL, key TEXT NOT NULL, detail TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (due_id, key)) WITHOUT ROWID;
        CREATE TABLE report (
            id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, domain TEXT NOT NULL, organization TEXT NOT NULL, report_id TEXT NOT NULL, begins INTEGER NOT NULL,
            ends INTEGER NOT NULL, received INTEGER NOT NULL, sender TEXT NOT NULL, passed INTEGER NOT NULL, failed INTEGER NOT NULL, content TEXT NOT NULL);
        CREATE UNIQUE INDEX report_once ON report (kind, domain, organization, report_id, begins);
        CREATE INDEX report_received ON report (received);
        CREATE TABLE report_source (
            report_id INTEGER NOT NULL, domain TEXT NOT NULL, ends INTEGER NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL, spf_domain TEXT NOT NULL,
            dkim_domain TEXT NOT NULL, count INTEGER NOT NULL, spf INTEGER NOT NULL, dkim INTEGER NOT NULL, passed INTEGER NOT NULL);
        CREATE INDEX report_source_report ON report_source (report_id);
        CREATE INDEX report_source_domain ON report_source (domain, ends);
        """,
        // Which logins of an account are over, who is logged in where, and who logged in when.
        """
        ALTER TABLE account ADD COLUMN login_epoch INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE account ADD COLUMN app_epoch INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE session_node (node TEXT PRIMARY KEY, told INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE session (
            id TEXT PRIMARY KEY, node TEXT NOT NULL, account_id INTEGER NOT NULL, protocol TEXT NOT NULL, client TEXT NOT NULL, peer TEXT NOT NULL,
            since INTEGER NOT NULL, seen INTEGER NOT NULL, ends INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX session_by_node ON session (node);
        CREATE TABLE login_history (
            account_id INTEGER NOT NULL, day INTEGER NOT NULL, protocol TEXT NOT NULL, peer TEXT NOT NULL, app TEXT NOT NULL, ok INTEGER NOT NULL,
            first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (account_id, day, protocol, peer, app, ok));
        CREATE INDEX login_history_day ON login_history (day);
        """,
        // Addresses whose mail goes to members.
        """
        CREATE TABLE mail_group (name TEXT PRIMARY KEY, domain TEXT NOT NULL, description TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE group_member (name TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (name, member)) WITHOUT ROWID;
        """,
        // What accounts may do beside reading their own mail; without a domain: everywhere.
        "CREATE TABLE role_grant (account_id INTEGER NOT NULL, role TEXT NOT NULL, domain TEXT NOT NULL, PRIMARY KEY (account_id, role, domain)) WITHOUT ROWID",
        // Annotations of messages, shared (reader 0) and of each reader.
        """
        CREATE TABLE annotation (
            account_id INTEGER NOT NULL, mailbox_id INTEGER NOT NULL, uid INTEGER NOT NULL, reader_id INTEGER NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL, modseq INTEGER NOT NULL,
            PRIMARY KEY (account_id, mailbox_id, uid, reader_id, name)) WITHOUT ROWID;
        """,
        // What one node at a time does.
        "CREATE TABLE lease (name TEXT PRIMARY KEY, token TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID",
        // The beginning of an email's text (null: nobody asked for it yet).
        "ALTER TABLE email ADD COLUMN preview TEXT",
        // What accounts show beside their password, and what users let programs do (generation 0: the code was not redeemed yet).
        """
        CREATE TABLE second_factor (account_id INTEGER PRIMARY KEY, secret TEXT NOT NULL, codes TEXT NOT NULL, last_step INTEGER NOT NULL, created INTEGER NOT NULL);
        CREATE TABLE oauth_grant (
            id TEXT PRIMARY KEY, account_id INTEGER NOT NULL, client TEXT NOT NULL, epoch INTEGER NOT NULL, created INTEGER NOT NULL, until INTEGER NOT NULL,
            redirect TEXT NOT NULL, challenge TEXT NOT NULL, code_until INTEGER NOT NULL, generation INTEGER NOT NULL DEFAULT 0, rotated INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX oauth_grant_account ON oauth_grant (account_id);
        CREATE INDEX oauth_grant_until ON oauth_grant (until);
        CREATE INDEX oauth_grant_client ON oauth_grant (client);
        CREATE TABLE oauth_device (
            id TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE, client TEXT NOT NULL, until INTEGER NOT NULL, polled INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0,
            grant_id TEXT) WITHOUT ROWID;
        CREATE TABLE oauth_key (id TEXT PRIMARY KEY, secret TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE oauth_client (id TEXT PRIMARY KEY, name TEXT NOT NULL, redirects TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
        """,
        // What is set for a domain besides its keys; and which author DMARC stood behind when a report came (empty: none).
        """
        CREATE TABLE domain_setting (domain TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (domain, name)) WITHOUT ROWID;
        ALTER TABLE report ADD COLUMN verified TEXT NOT NULL DEFAULT '';
        """,
        // What nodes share to serve, renew and prove certificates; sealed.
        "CREATE TABLE certificate_item (kind INTEGER NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, changed INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID",
        // What an account's own password opens (0: what its domain says).
        "ALTER TABLE account ADD COLUMN password_use INTEGER NOT NULL DEFAULT 0",
        // What addresses accounts had that were removed.
        "CREATE TABLE former_address (name TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID",
        // Where emails are that were copied, moved or expunged since they came, in the stead of what their own rows say.
        "CREATE TABLE place (email_id INTEGER PRIMARY KEY, places BLOB NOT NULL) WITHOUT ROWID",
        // Removed accounts, and the first of a domain, at once among a million; neither is touched by a delivery.
        """
        CREATE INDEX account_removed ON account (id) WHERE state = 2;
        CREATE INDEX account_domain ON account (domain);
        """,
        // A domain's accounts page by page.
        "CREATE INDEX account_name_in_domain ON account (domain, name)",
    ];

    public static int Newest => Steps.Length;

    /// <summary>Brings a database to the newest version, each step in a transaction of its own.</summary>
    /// <exception cref="StoreOpenException">It is not ours, or a newer program wrote it.</exception>
    public static void Migrate(SqliteConnection db, string path) => Migrate(db, path, Newest);

    /// <summary>The same, no further than to a version.</summary>
    public static void Migrate(SqliteConnection db, string path, long target)
    {
        long application = Pragma(db, "application_id");
        long version = Pragma(db, "user_version");
        if (application != ApplicationId && (application != 0 || version != 0))
            throw new StoreOpenException(StoreOpenFailure.Damaged, $"{path} is not an Aether Mailer database.");
        if (version > Newest)
            throw new StoreOpenException(StoreOpenFailure.UnknownSchema, $"{path} has schema version {version}, this program knows up to {Newest}: run the newer program, or restore a backup.");

        for (long step = version; step < target; step++)
        {
            db.Execute("BEGIN IMMEDIATE");
            db.Execute(Steps[step]);
            db.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step + 1}");
            db.Execute("COMMIT");
        }
    }

    private static long Pragma(SqliteConnection db, string name)
    {
        using var query = db.Prepare($"PRAGMA {name}");
        return query.Step() ? query.Long(0) : 0;
    }
}
