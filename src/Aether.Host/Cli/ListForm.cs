using System.Text.Json.Serialization.Metadata;

namespace Aether.Host.Cli;

/// <summary>How the rows of a long list look.</summary>
/// <param name="Type">How a row is read.</param>
/// <param name="Headers">Over the columns.</param>
/// <param name="Columns">A row for people.</param>
internal sealed record ListForm<T>(JsonTypeInfo<T> Type, string[] Headers, Func<T, string[]> Columns);
