using System.Diagnostics.CodeAnalysis;
using Aether.Admin.Contracts;
using Aether.Identity.Addresses;
using Aether.Storage;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Admin.Queue;

/// <summary>Reads what an operator means from a request.</summary>
internal static class QueueFilters
{
    public const string BadClass = "The class is low, normal or high.";
    public const string BadState = "The state is new, deferred, active or held.";

    /// <param name="problem">What is wrong with it.</param>
    public static bool TryRead(QueueFilterRequest request, [NotNullWhen(true)] out QueueFilter? filter, [NotNullWhen(false)] out string? problem)
    {
        filter = null;
        problem = !TryName<QueuePriority>(request.Class, out var priority) ? BadClass : !TryName<RecipientStage>(request.State, out var stage) ? BadState : null;
        if (problem is not null)
            return false;
        _ = TryName(request.State, out stage);
        filter = new QueueFilter
        {
            Message = request.Message is { } id ? new QueueId(id) : null,
            Sender = request.Sender is "<>" ? "" : request.Sender,
            Recipient = request.Recipient,
            Domain = request.Domain is { } domain ? Domain(domain) : null,
            Priority = priority,
            Stage = stage,
            Before = request.Before,
        };
        return true;
    }

    /// <summary>As the queue writes it.</summary>
    public static string Domain(string domain) => AddressForm.TryNormaliseDomain(domain, out string normal) ? normal : domain.ToLowerInvariant();

    /// <returns>False: there is a text, and it is no name of these.</returns>
    public static bool TryName<T>(string? text, out T? value)
        where T : struct, Enum
    {
        value = text is not null && !char.IsAsciiDigit(text.FirstOrDefault()) && Enum.TryParse<T>(text, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
        return text is null || value is not null;
    }
}
