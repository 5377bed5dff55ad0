using System.Diagnostics.Metrics;

namespace Aether.Storage.Search;

/// <summary>How the search index keeps up.</summary>
public sealed class SearchMetrics
{
    /// <summary>The name under which listeners find these.</summary>
    public const string MeterName = "Aether.Storage";

    public SearchMetrics(IMeterFactory meters, SearchIndexer indexer)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("aether.search.behind", () => indexer.Behind, description: "Emails that the search index has not taken in yet.");
        meter.CreateObservableCounter("aether.search.indexed", () => indexer.Indexed, description: "Emails taken into the search index.");
    }
}
