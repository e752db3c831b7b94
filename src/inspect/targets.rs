//! Values of the standard that the table in `standard` does not hold yet.
