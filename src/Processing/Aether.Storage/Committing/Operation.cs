namespace Aether.Storage.Committing;

/// <summary>
/// One change of the store as an immutable record: what it means is in the record, how it is done in one executor an
/// engine. It may run twice (a group that failed is run again one by one), so it carries its time and its ids with it.
/// </summary>
internal abstract record Operation
{
    /// <summary>Octets it brings along, for the size of a group.</summary>
    public virtual int Bytes => 0;
}

/// <summary>An operation and the type of its outcome.</summary>
internal abstract record Operation<TResult> : Operation;
