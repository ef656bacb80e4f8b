"""stub"""
def blocks_by_tags(document, pages):
    return None
