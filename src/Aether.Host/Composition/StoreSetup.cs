using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Mime.Scanning;
using Aether.Storage;
using Aether.Storage.Reports;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>Opens the store that the configuration names.</summary>
internal static class StoreSetup
{
    private const string Embedded = "sqlite:";

    /// <exception cref="StoreOpenException">It can't be opened.</exception>
    public static MailStore Open(LoadedConfiguration configuration, ILoggerFactory logs)
    {
        var settings = configuration.Settings;
        string url = settings.Database.Url;
        string database = url.StartsWith(Embedded, StringComparison.Ordinal) ? url[Embedded.Length..] : url;
        var options = new StoreOptions(configuration.DataFolder, database, settings.Database.PoolSize, QuotaBytes: settings.Quotas.AccountBytes.Bytes)
        {
            BlobsUrl = settings.Blobs.Url,
            EventsUrl = settings.Events.Url,
            SearchPlace = settings.Search.Store switch
            {
                Configuration.Schema.SearchStore.File => SearchPlace.File,
                Configuration.Schema.SearchStore.Database => SearchPlace.Database,
                _ => SearchPlace.Auto,
            },
            SearchShare = SearchShare.TryParse(settings.Search.Accounts, out var share) ? share : SearchShare.All,
            QuotaMessages = settings.Quotas.AccountMessages,
            MaxSearchText = (int)settings.Limits.Messages.SearchText.Bytes,
            Attachments = Attachments(settings.Limits.Search),
            Reserve = settings.Limits.Storage.Reserve.Bytes,
            MaxAclEntries = settings.Limits.Imap.AclEntries,
            TraceKeep = settings.Limits.Storage.Trace,
            ReportKeep = settings.Reports.Keep,
            Reports = new ReportBounds(settings.Limits.Reports.Domains, settings.Limits.Reports.Details),
            Failures = new ReportBounds(settings.Limits.Reports.FailureDomains, settings.Limits.Reports.FailuresPerDomain) { Pending = settings.Limits.Reports.FailuresPending },
            LoginHistoryKeep = settings.Limits.Logins.History,
        };
        return MailStore.Open(options, Limits(settings.Limits.Messages), TimeProvider.System, logs.CreateLogger<MailStore>());
    }

    private static AttachmentLimits Attachments(SearchLimitSettings limits) =>
        new((int)limits.Attachment.Bytes, (int)limits.AttachmentText.Bytes, limits.Unpacked.Bytes, limits.Pages, limits.AttachmentTime);

    /// <summary>The name of the embedded database below the data folder.</summary>
    public static string DatabaseFile(string url) => url.StartsWith(Embedded, StringComparison.Ordinal) ? url[Embedded.Length..] : "aether.db";

    private static MimeLimits Limits(MessageLimitSettings limits) => new()
    {
        MaxFieldLength = (int)limits.HeaderField.Bytes,
        MaxHeaderLength = (int)limits.Header.Bytes,
        MaxFields = limits.HeaderFields,
        MaxDepth = limits.MimeDepth,
        MaxParts = limits.MimeParts,
        MaxParameters = limits.Parameters,
        MaxAddressTokens = limits.AddressTokens,
        MaxAddresses = limits.Addresses,
    };
}
