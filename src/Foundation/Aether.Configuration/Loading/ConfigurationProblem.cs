namespace Aether.Configuration.Loading;

/// <summary>One thing that is wrong: which key, what it holds, and what to do.</summary>
public sealed record ConfigurationProblem(string Key, string? Value, string Remedy)
{
    public override string ToString() => Value is null ? $"{Key}: {Remedy}" : $"{Key} = {Value}: {Remedy}";
}
