using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aether.Admin.Contracts;
using Aether.Configuration.Values;

namespace Aether.Host.Cli;

/// <summary>Answers of the management interface as text for people.</summary>
internal static class Render
{
    public static string Nothing(string body) => "";

    /// <summary>What was done all the same is no answer: it goes where errors go.</summary>
    public static string Warning(string body)
    {
        if (body.Length > 0)
            Console.Error.WriteLine("aether: warning: " + Read(body, AdminJson.Default.WarningView).Warning);
        return "";
    }

    public static string Domains(string body) => Table.Format(
        ["DOMAIN", "CATCH-ALL", "TENANT", "USED", "QUOTA"],
        Read(body, AdminJson.Default.IReadOnlyListDomainView).Select(domain => (string[])[domain.Name, domain.CatchAll ?? "-", domain.Tenant ?? "-", Used(domain.Quota), Quota(domain.Quota)]));

    public static string Tenants(string body) => Table.Format(
        ["TENANT", "USED", "QUOTA", "DOMAINS"],
        Read(body, AdminJson.Default.IReadOnlyListTenantView).Select(tenant => (string[])
            [tenant.Name, Used(tenant.Quota), Quota(tenant.Quota), tenant.Domains.Count == 0 ? "-" : string.Join(' ', tenant.Domains)]));

    public static ListForm<AccountView> Accounts { get; } = new(AdminJson.Default.AccountView, ["ADDRESS", "STATE", "PASSWORD", "MESSAGES", "USED", "QUOTA", "CREATED"], static account =>
    [
        account.Address, account.State, account.PasswordUse, $"{account.Messages}", Size(account.UsedBytes), Quota(new QuotaView(account.QuotaBytes, account.QuotaMessages, 0, 0)), Time(account.Created),
    ]);

    public static ListForm<AliasView> Aliases { get; } = new(AdminJson.Default.AliasView, ["NAME", "TARGET"], static alias => [alias.Name, alias.Target]);

    public static ListForm<GroupView> Groups { get; } = new(AdminJson.Default.GroupView, ["GROUP", "DESCRIPTION", "MEMBERS"], static group =>
        [group.Name, group.Description.Length == 0 ? "-" : group.Description, group.Members.Count == 0 ? "-" : string.Join(' ', group.Members)]);

    public static string Mailboxes(string body) => Table.Format(
        ["MAILBOX", "MESSAGES", "UNSEEN", "SIZE"],
        Read(body, AdminJson.Default.IReadOnlyListMailboxView).Select(mailbox => (string[])[mailbox.Path, mailbox.Selectable ? $"{mailbox.Messages}" : "-", mailbox.Selectable ? $"{mailbox.Unseen}" : "-", Size(mailbox.Bytes)]));

    public static string Rights(string body) => Table.Format(
        ["WHO", "RIGHTS", "DENIED"],
        Read(body, AdminJson.Default.IReadOnlyListRightsView).Select(entry => (string[])[entry.Who, entry.Rights.Length == 0 ? "-" : entry.Rights, entry.Denied.Length == 0 ? "-" : entry.Denied]));

    public static string QueueList(string body) => Table.Format(
        ["ID", "CREATED", "SIZE", "SENDER", "NEXT ATTEMPT", "RECIPIENTS"],
        Read(body, AdminJson.Default.IReadOnlyListQueuedMessageView).Select(message => (string[])
        [
            $"{message.Id}", Time(message.Created), Size(message.Size), Sender(message),
            message.Recipients.Count == 0 ? "-" : Time(message.Recipients.Min(recipient => recipient.Due)), Recipients(message.Recipients),
        ]));

    public static string StoreReport(string body)
    {
        var report = Read(body, AdminJson.Default.StoreReportView);
        string findings = report.FindingCount == 0 ? "" : Table.Format(["CHECK", "SUBJECT", "DETAIL"], report.Findings.Select(finding => (string[])[finding.Check, finding.Subject, finding.Detail]));
        return findings + $"{report.Emails} emails, {report.Blobs} bodies, {Size(report.Octets)}: {(report.FindingCount == 0 ? "sound" : $"{report.FindingCount} wrong")}.\n";
    }

    public static string Backup(string body)
    {
        var view = Read(body, AdminJson.Default.BackupView);
        string rest = (view.Damaged > 0 ? $" {view.Damaged} damaged were left out." : "") + (view.Refused > 0 ? $" {view.Refused} were refused." : "");
        return $"{view.Accounts} accounts, {view.Mailboxes} folders, {view.Messages} messages, {view.Queued} queued, {Size(view.Octets)}.{rest}\n";
    }

    public static string Import(string body)
    {
        var view = Read(body, AdminJson.Default.ImportView);
        string rest = (view.Updated > 0 ? $" {view.Updated} had other flags." : "") + (view.Refused > 0 ? $" {view.Refused} can't be stored and were left out." : "")
            + (view.UniqueIds > 0 ? $" POP3 clients know {view.UniqueIds} of them again." : "");
        return $"{view.Imported} messages of {view.Folders} folders, {Size(view.Octets)}; {view.Known} were here already.{rest}\n";
    }

    public static string Export(string body)
    {
        var view = Read(body, AdminJson.Default.ExportView);
        string rest = view.Damaged > 0 ? $" {view.Damaged} damaged were left out." : "";
        return $"{view.Messages} messages of {view.Folders} folders, {Size(view.Octets)}.{rest}\n";
    }

    public static string Search(string body)
    {
        var view = Read(body, AdminJson.Default.SearchView);
        string state = view.IndexedTo >= view.Newest ? "It knows all mail" : $"It knows mail up to {view.IndexedTo} of {view.Newest}";
        return $"The index is kept in the {view.Store}, accounts: {view.Accounts}. {state}.\n";
    }

    public static string Salvage(string body)
    {
        var view = Read(body, AdminJson.Default.SalvageView);
        return $"{view.Messages} messages of {view.Accounts} accounts saved, {Size(view.Octets)}; {view.Found} more in lost+found; {view.Unreadable} could not be read, nor could {view.BadPages} pieces of the database.\n";
    }

    public static string QueueMessage(string body)
    {
        var message = Read(body, AdminJson.Default.QueuedMessageView);
        string head = Table.Format(
            ["Id", $"{message.Id}"],
            [
                ["Message", message.MessageId], ["Sender", Sender(message)], ["Size", Size(message.Size)], ["Priority", message.Priority],
                ["Created", Time(message.Created)], ["Expires", Time(message.Expires)],
            ]);
        return head + "\n" + Table.Format(
            ["RECIPIENT", "STATE", "ATTEMPTS", "DUE", "LAST REPLY"],
            message.Recipients.Select(recipient => (string[])
                [recipient.Address, recipient.State, $"{recipient.Attempts}", Time(recipient.Due), recipient.LastReply ?? "-"]));
    }

    public static string Changed(string body) => $"{Read(body, AdminJson.Default.ChangedView).Recipients} recipient(s) changed\n";

    public static string Trace(string body) => Table.Format(
        ["TIME", "STEP", "MESSAGE", "SENDER", "RECIPIENT", "DETAIL"],
        Read(body, AdminJson.Default.IReadOnlyListTraceView).Select(step => (string[])
            [Time(step.At), step.Kind, step.MessageId, step.Sender.Length == 0 ? "<>" : step.Sender, step.Recipient, step.Detail]));

    public static string DeadLetters(string body) => Table.Format(
        ["ID", "SENDER", "RECIPIENT", "SIZE", "DIED", "ATTEMPTS", "LAST REPLY"],
        Read(body, AdminJson.Default.IReadOnlyListDeadLetterView).Select(letter => (string[])
            [$"{letter.Id}", letter.Sender.Length == 0 ? "<>" : letter.Sender, letter.Recipient, Size(letter.Size), Time(letter.Died), $"{letter.Attempts}", letter.LastReply]));

    public static string Retry(string body) => $"{Read(body, AdminJson.Default.RetryView).Recipients} recipient(s) due now\n";

    /// <summary>What is counted; nothing is where there is no quota.</summary>
    private static string Used(QuotaView? quota) => quota is null ? "-" : $"{Size(quota.UsedBytes)}, {quota.UsedMessages} messages";

    private static string Quota(QuotaView? quota) => quota switch
    {
        null or { Bytes: 0, Messages: 0 } => "-",
        { Messages: 0 } => Size(quota.Bytes),
        { Bytes: 0 } => $"{quota.Messages} messages",
        _ => $"{Size(quota.Bytes)}, {quota.Messages} messages",
    };

    private static T Read<T>(string body, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(body, type) ?? throw new JsonException("The answer is empty.");

    private static string Sender(QueuedMessageView message) => message.Sender.Length == 0 ? "<>" : message.Sender;

    private static string Recipients(IReadOnlyList<QueuedRecipientView> recipients) => recipients.Count switch
    {
        0 => "-",
        1 => recipients[0].Address,
        _ => $"{recipients[0].Address} and {recipients.Count - 1} more",
    };

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes switch
    {
        < 10 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 10 << 20 => new ByteSize(bytes >> 10 << 10).ToString(),
        _ => new ByteSize(bytes >> 20 << 20).ToString(),
    };
}
