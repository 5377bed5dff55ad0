using Aether.Admin.Contracts;
using Aether.Storage.Quotas;

namespace Aether.Admin.Directory;

/// <summary>Quotas as answers show them.</summary>
internal static class QuotaViews
{
    public static QuotaView? Of(QuotaUsage? usage) =>
        usage is null ? null : new QuotaView(usage.Limit.Bytes, usage.Limit.Messages, usage.UsedBytes, usage.UsedMessages);
}
