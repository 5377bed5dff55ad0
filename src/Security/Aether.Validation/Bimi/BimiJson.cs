using System.Text.Json.Serialization;

namespace Aether.Validation.Bimi;

/// <summary>How indicators of our domains are kept.</summary>
[JsonSerializable(typeof(OwnMark))]
internal sealed partial class BimiJson : JsonSerializerContext;
