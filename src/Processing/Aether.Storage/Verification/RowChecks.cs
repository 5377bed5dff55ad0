namespace Aether.Storage.Verification;

/// <summary>The rules between rows, each as a query for what breaks it: the subject, and the detail. Both engines take them as they are.</summary>
internal static class RowChecks
{
    public static readonly (string Name, string Sql)[] All =
    [
        ("mailbox-counters", """
            SELECT 'mailbox ' || b.id, 'counted ' || b.msgs || '/' || b.unseen || '/' || b.bytes || ', found ' || coalesce(c.msgs, 0) || '/' || coalesce(c.unseen, 0) || '/' || coalesce(c.bytes, 0)
            FROM mailbox b LEFT JOIN (SELECT mailbox_id, count(*) AS msgs, sum(CASE WHEN flags & 1 = 0 THEN 1 ELSE 0 END) AS unseen, sum(size) AS bytes FROM message GROUP BY mailbox_id) c ON c.mailbox_id = b.id
            JOIN account a ON a.id = b.account_id AND a.state <> 2
            WHERE b.msgs <> coalesce(c.msgs, 0) OR b.unseen <> coalesce(c.unseen, 0) OR b.bytes <> coalesce(c.bytes, 0)
            """),
        ("account-counters", """
            SELECT 'account ' || a.id, 'counted ' || a.msgs || '/' || a.used_bytes || ', found ' || coalesce(c.msgs, 0) || '/' || coalesce(c.bytes, 0)
            FROM account a LEFT JOIN (SELECT account_id, count(*) AS msgs, sum(size) AS bytes FROM message GROUP BY account_id) c ON c.account_id = a.id
            WHERE a.state <> 2 AND (a.msgs <> coalesce(c.msgs, 0) OR a.used_bytes <> coalesce(c.bytes, 0))
            """),
        ("uidnext", """
            SELECT 'mailbox ' || b.id, 'uidnext ' || b.uidnext || ', highest uid ' || c.uid
            FROM mailbox b JOIN (SELECT mailbox_id, max(uid) AS uid FROM message GROUP BY mailbox_id) c ON c.mailbox_id = b.id WHERE b.uidnext <= c.uid
            """),
        ("modseq", """
            SELECT 'mailbox ' || b.id, 'highestmodseq ' || b.highestmodseq || ', of its messages ' || coalesce(c.modseq, 0) || ', of its account ' || a.modseq
            FROM mailbox b JOIN account a ON a.id = b.account_id LEFT JOIN (SELECT mailbox_id, max(modseq) AS modseq FROM message GROUP BY mailbox_id) c ON c.mailbox_id = b.id
            WHERE b.highestmodseq < coalesce(c.modseq, 0) OR b.highestmodseq > a.modseq
            """),
        ("change-log", """
            SELECT 'account ' || a.id, 'modseq ' || a.modseq || ', logged ' || c.modseq
            FROM account a JOIN (SELECT account_id, max(modseq) AS modseq FROM change_log GROUP BY account_id) c ON c.account_id = a.id WHERE c.modseq > a.modseq
            """),
        ("message-mailbox", """
            SELECT 'message ' || m.mailbox_id || '/' || m.uid, 'its mailbox is missing'
            FROM message m LEFT JOIN mailbox b ON b.id = m.mailbox_id AND b.account_id = m.account_id WHERE b.id IS NULL
            """),
        ("message-size", """
            SELECT 'message ' || m.mailbox_id || '/' || m.uid, 'size ' || m.size || ', stored ' || (length(e.prefix) + e.blob_size)
            FROM message m JOIN email e ON e.id = m.email_id WHERE m.size <> length(e.prefix) + e.blob_size
            """),
        ("email-blob", """
            SELECT 'email ' || e.id, CASE WHEN b.id IS NULL THEN 'its blob ' || e.blob_id || ' is missing' ELSE 'size ' || e.blob_size || ', of its blob ' || b.size END
            FROM email e LEFT JOIN blob b ON b.id = e.blob_id WHERE b.id IS NULL OR b.size <> e.blob_size
            """),
        ("queue-blob", """
            SELECT 'queued ' || q.id, 'its blob ' || q.blob_id || ' is missing' FROM queue_msg q LEFT JOIN blob b ON b.id = q.blob_id WHERE b.id IS NULL
            """),
        ("queue-recipients", """
            SELECT 'queued ' || q.id, 'counted ' || q.rcpts || ', found ' || coalesce(c.rcpts, 0)
            FROM queue_msg q LEFT JOIN (SELECT msg_id, count(*) AS rcpts FROM queue_rcpt GROUP BY msg_id) c ON c.msg_id = q.id WHERE q.rcpts <> coalesce(c.rcpts, 0)
            """),
        ("queue-message", """
            SELECT 'recipient ' || r.id, 'its message ' || r.msg_id || ' is missing' FROM queue_rcpt r LEFT JOIN queue_msg q ON q.id = r.msg_id WHERE q.id IS NULL
            """),
        ("blob-references", """
            SELECT 'blob ' || b.id, 'counted ' || b.refs || ', found ' || (coalesce(e.refs, 0) + coalesce(q.refs, 0) + coalesce(d.refs, 0))
            FROM blob b LEFT JOIN (SELECT blob_id, count(*) AS refs FROM email GROUP BY blob_id) e ON e.blob_id = b.id
            LEFT JOIN (SELECT blob_id, count(*) AS refs FROM queue_msg GROUP BY blob_id) q ON q.blob_id = b.id
            LEFT JOIN (SELECT blob_id, count(*) AS refs FROM dead_letter GROUP BY blob_id) d ON d.blob_id = b.id
            WHERE b.refs <> coalesce(e.refs, 0) + coalesce(q.refs, 0) + coalesce(d.refs, 0)
            """),
        ("blob-collection", """
            SELECT 'blob ' || b.id, 'nothing refers to it, and it is not listed to be collected' FROM blob b LEFT JOIN blob_gc g ON g.blob_id = b.id WHERE b.refs = 0 AND g.blob_id IS NULL
            """),
        ("blob-data", """
            SELECT 'blob ' || b.id, 'its octets are missing' FROM blob b LEFT JOIN blob_data d ON d.blob_id = b.id WHERE b.place = 0 AND d.blob_id IS NULL
            UNION ALL
            SELECT 'blob ' || d.blob_id, 'octets without a blob' FROM blob_data d LEFT JOIN blob b ON b.id = d.blob_id WHERE b.id IS NULL OR b.place <> 0
            """),
        ("segment-octets", """
            SELECT 'segment ' || c.seg, 'counted ' || coalesce(s.bytes - s.dead, 0) || ', found ' || c.stored
            FROM (SELECT seg, sum(stored) AS stored FROM blob WHERE place = 1 GROUP BY seg) c LEFT JOIN segment s ON s.no = c.seg WHERE coalesce(s.bytes - s.dead, 0) <> c.stored
            UNION ALL
            SELECT 'segment ' || s.no, 'closed, with ' || count(*) || ' blobs' FROM segment s JOIN blob b ON b.seg = s.no AND b.place = 1 WHERE s.state <> 0 GROUP BY s.no
            """),
    ];
}
