using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace Aether.Net.Polling;

/// <summary>The handful of features of a connection, in a row: a dictionary of them takes three times the memory, as long as the connection is open.</summary>
internal sealed class FewFeatures : IFeatureCollection
{
    private KeyValuePair<Type, object>[] all = [];

    public bool IsReadOnly => false;

    public int Revision { get; private set; }

    public object? this[Type key]
    {
        get
        {
            foreach (var (type, feature) in all)
            {
                if (type == key)
                    return feature;
            }

            return null;
        }
        set
        {
            Revision++;
            int at = Array.FindIndex(all, feature => feature.Key == key);
            if (value is null)
                all = at < 0 ? all : [.. all[..at], .. all[(at + 1)..]];
            else if (at < 0)
                all = [.. all, new(key, value)];
            else
                all[at] = new(key, value);
        }
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => ((IEnumerable<KeyValuePair<Type, object>>)all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
